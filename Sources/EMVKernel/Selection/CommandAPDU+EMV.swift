import ISO7816

/// The commands of a payment transaction. Source: EMV 4.3 Book 3, 6.5 and Book 1, 11.3.
extension CommandAPDU {
  /// SELECT by name, the first or the next application with it.
  static func select(_ name: [UInt8], next: Bool = false) -> CommandAPDU {
    known(0x00, 0xA4, 0x04, next ? 0x02 : 0x00, Array(name.prefix(16)), expected: 256)
  }

  /// READ RECORD of a short file identifier.
  static func readRecord(file: UInt8, record: UInt8) -> CommandAPDU {
    known(0x00, 0xB2, record, file << 3 | 0x04, [], expected: 256)
  }

  /// GET PROCESSING OPTIONS; nil when the filled list is too long for the command.
  static func getProcessingOptions(_ template: [UInt8]) -> CommandAPDU? {
    CommandAPDU(
      classByte: 0x80, instruction: 0xA8, parameter1: 0, parameter2: 0, data: template,
      expectedByteCount: 256)
  }

  /// GET DATA of an object with a tag of two bytes.
  static func getData(_ tag: UInt16) -> CommandAPDU {
    known(0x80, 0xCA, UInt8(tag >> 8), UInt8(tag & 0xFF), [], expected: 256)
  }

  /// GENERATE AC, with or without a signature; nil when the filled list is too long.
  static func generateCryptogram(
    _ type: CryptogramType, _ signature: SignatureRequest, _ data: [UInt8]
  ) -> CommandAPDU? {
    CommandAPDU(
      classByte: 0x80, instruction: 0xAE, parameter1: type.rawValue | signature.rawValue,
      parameter2: 0, data: data, expectedByteCount: 256)
  }

  /// INTERNAL AUTHENTICATE; nil when the filled list is too long.
  static func internalAuthenticate(_ data: [UInt8]) -> CommandAPDU? {
    CommandAPDU(
      classByte: 0x00, instruction: 0x88, parameter1: 0, parameter2: 0, data: data,
      expectedByteCount: 256)
  }

  /// EXTERNAL AUTHENTICATE with the issuer's 8 to 16 bytes.
  static func externalAuthenticate(_ data: [UInt8]) -> CommandAPDU {
    known(0x00, 0x82, 0, 0, Array(data.prefix(16)), expected: nil)
  }

  /// A command whose data are known to fit.
  private static func known(
    _ classByte: UInt8, _ instruction: UInt8, _ parameter1: UInt8, _ parameter2: UInt8,
    _ data: [UInt8], expected: Int?
  ) -> CommandAPDU {
    guard
      let command = CommandAPDU(
        classByte: classByte, instruction: instruction, parameter1: parameter1,
        parameter2: parameter2, data: data, expectedByteCount: expected)
    else { preconditionFailure("a command of at most 16 bytes fits the short form") }
    return command
  }
}
