import JSONText
import PaymentCryptography

// Signatures on curves, hashes and message codes.
extension Calculator {
  /// EC-SDSA, as XDA has it.
  static let curveSignature = Calculator(
    "ec-sdsa", "verify a signature of EMV's EC-SDSA (P-256, P-521)",
    reference: "EMV 4.4 Book 2, B2; ISO/IEC 14888-3",
    inputs: [
      .init("curve", .choice(["p256", "p521"]), "suite 10 or 11"),
      .init("publicKey", .bytesOf([32, 66]), "x of the key, whose y is the smaller one"),
      .init("message", .bytes(0...CalculationField.byteLimit), "what is signed"),
      .init("signature", .bytesOf([64, 130]), "r and s"),
    ],
    outputs: [("verdict", "passed or failed")], example: .curveSignature
  ) { input throws(CalculationError) in
    let curve: EllipticCurve = input.text("curve") == "p256" ? .p256 : .p521
    try requireCount(input, "publicKey", curve.fieldByteCount)
    try requireCount(input, "signature", ECSDSA.signatureByteCount(curve))
    let isValid = ECSDSA.isValid(
      input.bytes("signature"), of: input.bytes("message"),
      publicKeyX: input.bytes("publicKey"), curve: curve)
    return [.init("verdict", .string(isValid ? "passed" : "failed"))]
  }

  /// SM2, as PBOC has it.
  static let sm2Signature = Calculator(
    "sm2", "verify a signature of SM2",
    reference: "GB/T 32918.2; PBOC 3.0 part 17 (the signer's name is 1234567812345678)",
    inputs: [
      .init("publicKey", .bytes(64...64), "x and y"),
      .init("message", .bytes(0...CalculationField.byteLimit), "what is signed"),
      .init("signature", .bytes(64...64), "r and s"),
    ],
    outputs: [("verdict", "passed or failed")], example: .sm2Signature
  ) { input throws(CalculationError) in
    let isValid = SM2Signature.isValid(
      input.bytes("signature"), of: input.bytes("message"), publicKey: input.bytes("publicKey"))
    return [.init("verdict", .string(isValid ? "passed" : "failed"))]
  }

  /// Hashes.
  static let hash = Calculator(
    "hash", "compute a hash", reference: "FIPS 180-4; GB/T 32905",
    inputs: [
      .init("algorithm", .choice(["sha1", "sha256", "sha512", "sm3"]), "which one"),
      .init("data", .bytes(0...CalculationField.byteLimit), "what is hashed"),
    ],
    outputs: [("hash", "20, 32, 64 or 32 bytes")], example: .hash
  ) { input throws(CalculationError) in
    let data = input.bytes("data")
    let hash =
      switch input.text("algorithm") {
      case "sha1": Digest.sha1(data)
      case "sha256": Digest.sha256(data)
      case "sha512": Digest.sha512(data)
      default: Digest.sm3(data)
      }
    return [.init("hash", hash)]
  }

  /// Codes over messages.
  static let messageCode = Calculator(
    "mac", "compute a message authentication code",
    reference: "ISO/IEC 9797-1; ANSI X9.9 and X9.19; UnionPay; NIST SP 800-38B; RFC 2104",
    inputs: [
      .init(
        "algorithm",
        .choice([
          "retail-80", "retail-00", "x9.9", "x9.19", "unionpay", "aes-cmac", "sm4", "hmac-sha256",
        ]),
        "retail: ISO 9797-1 algorithm 3 with padding 80 or 00"),
      .init("key", .bytes(8...64), "the key"),
      .init("data", .bytes(0...CalculationField.byteLimit), "the message"),
    ],
    outputs: [("mac", "as long as the algorithm makes it; UnionPay's is text, in hexadecimal")],
    example: .messageCode
  ) { input throws(CalculationError) in
    let (data, key) = (input.bytes("data"), input.bytes("key"))
    let code = try CalculationError.mapping { () throws(CryptographyError) in
      switch input.text("algorithm") {
      case "retail-80": try MessageAuthentication.algorithm3(data, key: key, padding: .method2)
      case "retail-00": try MessageAuthentication.algorithm3(data, key: key, padding: .zeros)
      case "x9.9": try MessageAuthentication.x9_9(data, key: key)
      case "x9.19": try MessageAuthentication.x9_19(data, key: key)
      case "unionpay": try MessageAuthentication.unionPayECB(data, key: key)
      case "aes-cmac": try MessageAuthentication.cmacAES(data, key: key)
      case "sm4": try SM4Cipher.messageAuthenticationCode(data, key: key)
      default: try MessageAuthentication.hmacSHA256(data, key: key)
      }
    }
    return [.init("mac", code)]
  }

  private static func requireCount(
    _ input: CalculationInput, _ key: String, _ count: Int
  ) throws(CalculationError) {
    let found = input.bytes(key).count
    guard found != count else { return }
    throw .wrong(
      key: key, expected: "hexadecimal digits of \(count) bytes for this curve",
      found: "\(found) bytes")
  }
}
