import BERTLV
import PaymentCryptography

// What a card signs: its dynamic number, and in CDA its cryptogram.
extension RecoveredSignature {
  /// Takes everything up to the padding; returns what stands behind the card's dynamic number.
  ///
  /// Source: EMV 4.3 Book 2, tables 17 and 19.
  mutating func takeDynamicData() -> [UInt8] {
    let algorithm = take("hashAlgorithm", 1)
    checks.add("hash algorithm is SHA-1", algorithm == [0x01])
    let length = Int(take("dynamicDataLength", 1).first ?? 0)
    let room = remainingCount
    checks.add(
      "the dynamic data fit into the block", length <= room,
      "\(length) bytes, and there is room for \(room)")
    let data = take("dynamicData", length)
    takePadding()
    let numberLength = Int(data.first ?? 0)
    let number = Array(data.dropFirst().prefix(numberLength))
    show("dynamicNumber", number)
    checks.add(
      "the dynamic number has 2 to 8 bytes",
      (2...8).contains(numberLength) && number.count == numberLength)
    return Array(data.dropFirst(1 + numberLength))
  }

  /// Compares what a card has signed beside its number with what it said.
  mutating func compareTransactionData(
    _ rest: [UInt8], _ input: CalculationInput
  ) throws(CalculationError) {
    let information = Array(rest.prefix(1))
    let cryptogram = Array(rest.dropFirst().prefix(8))
    let hash = Array(rest.dropFirst(9).prefix(20))
    show("cryptogramInformation", information)
    show("cryptogram", cryptogram)
    show("transactionDataHash", hash)
    checks.add("information, cryptogram and hash are there", hash.count == 20)
    guard let response = input.optionalBytes("response") else {
      checks.skip("transaction data hash agrees", "no response was given")
      return
    }
    let objects = try Self.objects(of: response)
    let covered = objects.filter { $0.tag != 0x9F4B }.flatMap { Array(response[$0.place]) }
    let data =
      input.bytes("pdolData") + input.bytes("cdol1Data") + input.bytes("cdol2Data") + covered
    let computed = Digest.sha1(data)
    show("computedTransactionDataHash", computed)
    checks.add(
      "transaction data hash agrees", computed == hash,
      "what the card has signed is not what was exchanged")
    let said = objects.first { $0.tag == 0x9F27 }
    checks.add(
      "information agrees with tag 9F27 of the response",
      said.map { $0.value == information } ?? false)
  }

  private struct Part {
    let tag: DataObjectTag
    let value: [UInt8]
    let place: Range<Int>
  }

  /// The objects in template 77 and where each stands.
  private static func objects(of response: [UInt8]) throws(CalculationError) -> [Part] {
    do throws(TLVError) {
      var reader = try TLVReader(response).only(0x77)
      var parts: [Part] = []
      while let object = try reader.next() {
        parts.append(
          Part(
            tag: object.tag, value: Array(object.value),
            place: object.offset..<object.value.endIndex))
      }
      return parts
    } catch {
      throw .wrong(
        key: "response", expected: "template 77 with data objects",
        found: "this (byte \(error.offset): \(error.reason))")
    }
  }
}
