/// What the answers to DLE EOT have in common.
enum RealTimeReport {
  static let fixedBits: UInt8 = 0x12

  static func isValid(_ byte: UInt8) -> Bool { byte & 0x93 == fixedBits }
}
