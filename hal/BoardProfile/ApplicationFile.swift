import BERTLV
package import EMVKernel
package import YAMLDocument

/// Reads the applications of one scheme from a file of `board-profiles/applications/`.
///
/// What an application does not say for itself stands under `common`.
package enum ApplicationFile {
  private static let settings = [
    "partial-match", "version", "action-codes", "floor-limit", "random-selection", "default-ddol",
    "default-tdol", "chinese-code-table",
  ]

  /// Reads the file at `path`.
  package static func read(path: String) throws(YAMLError) -> [ApplicationConfiguration] {
    let node = try YAMLDocument.read(path: path)
    let file = try node.mapping(allowing: ["scheme", "common", "applications"])
    _ = try file.required("scheme").text("the scheme's name")
    let common = try file.required("common").mapping(allowing: settings)
    let list = try file.required("applications")
    var applications: [ApplicationConfiguration] = []
    for entry in try list.sequence() {
      let application = try entry.mapping(allowing: ["name", "identifier"] + settings)
      _ = try application.required("name").text("the application's name")
      let values = Values(own: application, common: common)
      applications.append(try configuration(application.required("identifier"), values))
    }
    guard !applications.isEmpty else { throw list.error(expected: "at least one application") }
    return applications
  }

  /// An application's own settings before those of its scheme.
  private struct Values {
    let own: YAMLMapping
    let common: YAMLMapping

    subscript(key: String) -> YAMLNode? { own[key] ?? common[key] }

    func required(_ key: String) throws(YAMLError) -> YAMLNode {
      if let value = self[key] { return value }
      return try own.required(key)
    }
  }

  private static func configuration(
    _ node: YAMLNode, _ values: Values
  ) throws(YAMLError) -> ApplicationConfiguration {
    guard let identifier = ApplicationIdentifier(try node.octets(5...16)) else {
      throw node.error(expected: "5 to 16 bytes")
    }
    let codes = try values.required("action-codes").mapping(allowing: [
      "default", "denial", "online",
    ])
    var configuration = ApplicationConfiguration(
      identifier: identifier, allowsPartialMatch: try values.required("partial-match").boolean(),
      version: try values.required("version").octets(2).reduce(0) { $0 << 8 | UInt16($1) },
      actionCodeDefault: try codes.required("default").bits(),
      actionCodeDenial: try codes.required("denial").bits(),
      actionCodeOnline: try codes.required("online").bits(),
      floorLimit: UInt32(try values.required("floor-limit").integer(in: 0...Int(UInt32.max))))
    try readSelection(values.required("random-selection"), into: &configuration)
    if let list = values["default-ddol"] {
      configuration.defaultDynamicDataList = try list.dataObjectList(with: 0x9F37)
    }
    if let list = values["default-tdol"] {
      configuration.defaultCertificateDataList = try list.dataObjectList(with: nil)
    }
    if let table = values["chinese-code-table"] {
      // 1 to 10 are parts of ISO/IEC 8859.
      configuration.chineseCodeTable = UInt8(try table.integer(in: 11...255))
    }
    return configuration
  }

  private static func readSelection(
    _ node: YAMLNode, into configuration: inout ApplicationConfiguration
  ) throws(YAMLError) {
    let selection = try node.mapping(allowing: ["threshold", "target", "maximum"])
    let threshold = try selection.required("threshold").integer(in: 0...Int(UInt32.max))
    configuration.randomSelectionThreshold = UInt32(threshold)
    configuration.targetPercentage = try selection.required("target").integer(in: 0...99)
    let maximum = try selection.required("maximum")
    configuration.maximumTargetPercentage = try maximum.integer(in: 0...99)
    guard configuration.maximumTargetPercentage >= configuration.targetPercentage else {
      throw maximum.error(expected: "no less than target")
    }
  }
}

extension YAMLNode {
  /// Bytes in hexadecimal digits, exactly so many.
  func octets(_ count: Int) throws(YAMLError) -> [UInt8] { try octets(count...count) }

  /// Bytes in hexadecimal digits; a number without quotes would lose its zeros, so text is read.
  func octets(_ counts: ClosedRange<Int>) throws(YAMLError) -> [UInt8] {
    let digits =
      counts.lowerBound == counts.upperBound
      ? "\(counts.lowerBound * 2)" : "\(counts.lowerBound * 2) to \(counts.upperBound * 2)"
    let expected = "\(digits) hexadecimal digits"
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in try text(expected) {
      guard let digit = character.hexDigitValue.flatMap({ UInt8(exactly: $0) }) else {
        throw error(expected: expected)
      }
      if let value = high {
        bytes.append(value << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    guard high == nil, counts.contains(bytes.count) else { throw error(expected: expected) }
    return bytes
  }

  /// Bits in hexadecimal digits, as many as the object has.
  func bits<Bits: NamedBits>() throws(YAMLError) -> Bits {
    let bytes = try octets(Bits.byteCount)
    guard let bits = Bits(bytes: bytes) else {
      throw error(expected: "\(Bits.byteCount) bytes")
    }
    return bits
  }

  /// A numeric code of three digits, packed into two bytes: 156 is 0156.
  func numericCode() throws(YAMLError) -> UInt16 {
    try digits(3...3).utf8.reduce(0) { $0 << 4 | UInt16($1 & 0x0F) }
  }

  /// A list of tags and lengths, which must ask for `tag`.
  fileprivate func dataObjectList(with tag: DataObjectTag?) throws(YAMLError) -> [UInt8] {
    let bytes = try octets(2...252)
    guard let list = try? DataObjectList(bytes) else {
      throw error(expected: "a list of tags and lengths")
    }
    if let tag, !list.contains(tag) {
      throw error(expected: "a list that asks for \(tag)")
    }
    return bytes
  }
}
