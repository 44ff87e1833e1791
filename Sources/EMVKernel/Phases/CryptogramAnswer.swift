import BERTLV

/// The answer to GENERATE AC in both of its formats.
///
/// Format 1 (80): CID, counter of two bytes, cryptogram of eight, up to 32 bytes for the issuer.
/// Format 2 (77): 9F27, 9F36, 9F26 and, optionally, 9F10. Source: EMV 4.3 Book 3, 6.5.5.4.
enum CryptogramAnswer {
  private static let sizes: [(tag: DataObjectTag, byteCounts: ClosedRange<Int>)] = [
    (0x9F27, 1...1), (0x9F36, 2...2), (0x9F26, 8...8), (0x9F10, 0...32),
  ]

  /// Puts the four objects into the store in place of those of an earlier answer.
  ///
  /// Whatever else the card adds may not change what its records said. Where CDA was asked for, a
  /// signature (9F4B) stands for the cryptogram, which it holds (Book 2, table 20).
  /// Returns false, with the store as it was, when one is missing or of a wrong length.
  static func take(
    _ data: [UInt8], _ request: SignatureRequest, into store: inout DataObjectStore
  ) -> Bool {
    guard let objects = try? objects(in: data) else { return false }
    let holdsCryptogram = request == .combined && objects.contains { $0.tag == 0x9F4B }
    for (tag, byteCounts) in sizes {
      let matches = objects.filter { $0.tag == tag }
      let isOptional = tag == 0x9F10 || tag == 0x9F26 && holdsCryptogram
      guard matches.count == 1 || matches.isEmpty && isOptional,
        matches.allSatisfy({ byteCounts.contains($0.value.count) })
      else { return false }
    }
    for (tag, _) in sizes { store.forget(tag) }
    // The signature is used up with its answer, and 9F4C is the terminal's to take from it.
    for object in objects where !object.tag.isConstructed && object.tag != 0x9F4B {
      store.accept(object.tag, object.value)
    }
    return true
  }

  /// The objects of either format; empty when it is neither.
  private static func objects(in data: [UInt8]) throws(TLVError) -> [TLVObject] {
    var reader = TLVReader(data)
    guard let answer = try reader.next(), try reader.next() == nil else { return [] }
    switch answer.tag {
    case 0x80: return split(answer.value)
    case 0x77:
      var objects: [TLVObject] = []
      var contents = answer.contents
      while let object = try contents.next() { objects.append(object) }
      return objects
    default: return []
    }
  }

  private static func split(_ value: ArraySlice<UInt8>) -> [TLVObject] {
    guard value.count >= 11 else { return [] }
    let start = value.startIndex
    func object(_ tag: DataObjectTag, _ range: Range<Int>) -> TLVObject {
      TLVObject(tag: tag, value: value[range], offset: range.lowerBound)
    }
    var objects = [
      object(0x9F27, start..<start + 1), object(0x9F36, start + 1..<start + 3),
      object(0x9F26, start + 3..<start + 11),
    ]
    if value.count > 11 { objects.append(object(0x9F10, start + 11..<value.endIndex)) }
    return objects
  }
}
