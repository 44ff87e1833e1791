import JSONText
import PaymentCryptography

/// A signature turned back into the block that was signed, read from front to back.
///
/// The block begins with 6A and ends with a hash and BC, whatever else is in it. Source: EMV 4.3
/// Book 2, B2.1.
struct RecoveredSignature {
  private static let hashByteCount = 20

  private let block: [UInt8]
  private var position = 1
  private(set) var members: [JSONValue.Member]
  var checks = CalculationChecks()

  /// Recovers the block; `format` is what its second byte has to be.
  init(
    _ signature: [UInt8], modulus: [UInt8], exponent: [UInt8], format: UInt8, key: String
  ) throws(CalculationError) {
    let expected = "as many bytes as the modulus (\(modulus.count))"
    guard signature.count == modulus.count else {
      throw .wrong(key: key, expected: expected, found: "\(signature.count) bytes")
    }
    guard modulus.count >= 2 + Self.hashByteCount + 1 else {
      throw .wrong(
        key: key, expected: "a block with room for a hash", found: "\(modulus.count) bytes")
    }
    let block = try CalculationError.mapping { () throws(CryptographyError) in
      try RSABlock.recover(signature, modulus: modulus, exponent: exponent)
    }
    self.block = block
    members = [.init("recovered", block)]
    checks.add("header is 6A", block.first == 0x6A)
    checks.add("trailer is BC", block.last == 0xBC)
    let found = take("format", 1)
    checks.add("format is \(CalculatorText.hexadecimal(format))", found == [format])
  }

  /// The bytes of the block that a hash covers: from the format to the end of the padding.
  var hashedPart: [UInt8] { Array(block[1..<hashStart]) }

  /// How many bytes are left before the hash.
  var remainingCount: Int { hashStart - position }

  /// The hash at the end of the block.
  var hash: [UInt8] { Array(block[hashStart..<block.count - 1]) }

  private var hashStart: Int { block.count - 1 - Self.hashByteCount }

  /// The next bytes, shown under a name; fewer when the block has no more before its hash.
  mutating func take(_ name: String, _ count: Int) -> [UInt8] {
    let end = min(hashStart, position + max(0, count))
    let bytes = Array(block[position..<end])
    position = end
    members.append(.init(name, bytes))
    return bytes
  }

  /// Shows something that was computed.
  mutating func show(_ name: String, _ bytes: [UInt8]) { members.append(.init(name, bytes)) }

  /// The last part of the block, which has to be filled up with BB.
  mutating func takePadding() {
    let padding = take("padding", remainingCount)
    checks.add("padding is BB", padding.allSatisfy { $0 == 0xBB })
  }

  /// Compares the hash with the one over the block and what comes behind it.
  mutating func compareHash(behind rest: [UInt8]) {
    let computed = Digest.sha1(hashedPart + rest)
    show("hash", hash)
    show("computedHash", computed)
    checks.add("hash agrees", computed == hash, "the data are not those that were signed")
  }

  /// The whole result.
  var result: [JSONValue.Member] { members + checks.members }
}
