import COpenSSL

/// RSA on blocks as they are, without padding: what EMV recovers certificates with.
///
/// Keys are bare numbers, since EMV has them of 768 bits and less, which OpenSSL's keys refuse, and
/// with 3 as their exponent. Source: EMV 4.3 Book 2, B2.1.
package enum RSABlock {
  /// The lengths of a modulus with which anything is computed; EMV has none above 248 bytes.
  package static let byteCounts = 8...512

  /// A signature of the key's length to the power of the public exponent.
  ///
  /// `modulus` and `exponent` are big-endian; the result has the modulus's length. Throws for a
  /// signature of another length or beyond the modulus, and for a modulus that can't be one.
  package static func recover(
    _ signature: [UInt8], modulus: [UInt8], exponent: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    let operands = try Operands(signature, modulus: modulus)
    let room = try NumberRoom()
    let result = try BigNumber()
    if exponent == [3] {
      // Two plain products cost half of what the preparation of Montgomery's form takes.
      try require(
        BN_mod_sqr(result.handle, operands.base.handle, operands.modulus.handle, room.handle) == 1
          && BN_mod_mul(
            result.handle, result.handle, operands.base.handle, operands.modulus.handle, room.handle
          )
            == 1
      )
    } else {
      let power = try BigNumber(exponent)
      try require(
        BN_mod_exp_mont(
          result.handle, operands.base.handle, power.handle, operands.modulus.handle, room.handle,
          nil) == 1)
    }
    return try result.bytes(count: modulus.count)
  }

  /// A block of the key's length to the power of the private exponent, for test cards and issuers.
  package static func sign(
    _ block: [UInt8], modulus: [UInt8], privateExponent: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    let operands = try Operands(block, modulus: modulus)
    let room = try NumberRoom()
    let result = try BigNumber()
    let power = try BigNumber(privateExponent)
    try require(
      BN_mod_exp_mont_consttime(
        result.handle, operands.base.handle, power.handle, operands.modulus.handle, room.handle, nil
      ) == 1)
    return try result.bytes(count: modulus.count)
  }

  private struct Operands: ~Copyable {
    let base: BigNumber
    let modulus: BigNumber

    init(_ block: [UInt8], modulus: [UInt8]) throws(CryptographyError) {
      guard byteCounts.contains(modulus.count), modulus[modulus.count - 1] & 1 == 1 else {
        throw .badKeyLength(modulus.count)
      }
      guard block.count == modulus.count else { throw .badInputLength(block.count) }
      let base = try BigNumber(block)
      let number = try BigNumber(modulus)
      guard base.isLess(than: number) else { throw .badInputLength(block.count) }
      self.base = base
      self.modulus = number
    }
  }
}
