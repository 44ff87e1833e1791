import BERTLV
@testable import EMVKernel
import ISO7816
import MockDevices
import PaymentCryptography
import SoftwareSecurityModule
import Testing

/// What is cut or flipped never authenticates, and never traps.
@Suite struct AuthenticationAbuseTests {
  private let cryptography = SoftwareKernelCryptography()

  /// The store of a card once its records are read; XDA and the rest are the terminal's.
  private func store(_ card: GenuineCard) async throws -> DataObjectStore {
    var bench = try card.prepared()
    var started: DataObjectStore?
    bench.counter.hasBeenRead = { started = $0 }
    _ = try await bench.run()
    return try #require(started)
  }

  private static let cases:
    [(
      ApplicationInterchangeProfile.Bit, @Sendable () throws -> GenuineCard.Keys, [DataObjectTag]
    )] = [
      (.staticAuthentication, { small }, [0x90, 0x92, 0x93, 0x9F32]),
      (.combinedAuthentication, { small }, [0x90, 0x9F46, 0x9F47, 0x9F48]),
      (.staticAuthentication, { try .curve(.sm2) }, [0x90, 0x93]),
      (.combinedAuthentication, { try .curve(.sm2) }, [0x9F46]),
    ]

  private static let small = GenuineCard.Keys.rsa(
    authority: TestKeys.bits1024, issuer: TestKeys.bits1024, card: TestKeys.bits1024)

  @Test(arguments: cases.indices)
  func `certificates cut or flipped at any byte are refused`(index: Int) async throws {
    let (method, keys, tags) = Self.cases[index]
    let card = try GenuineCard([method], keys: try keys())
    let failure: TerminalVerificationResults.Bit =
      method == .staticAuthentication
      ? .staticAuthenticationFailed : .combinedAuthenticationFailed
    #expect(!results(try await store(card)).contains(failure))
    let store = try await store(card)
    for tag in tags {
      let value = try #require(store.value(tag))
      for count in value.indices {
        var changed = store
        changed.replace(tag, Array(value.prefix(count)))
        #expect(results(changed).contains(failure), "\(tag) cut to \(count)")
      }
      for bit in 0..<value.count * 8 {
        var bytes = value
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        var changed = store
        changed.replace(tag, bytes)
        #expect(results(changed).contains(failure), "bit \(bit) of \(tag)")
      }
    }
  }

  private func results(_ store: DataObjectStore) -> Set<TerminalVerificationResults.Bit> {
    var authentication = OfflineDataAuthentication(store)
    guard case .finished(let store) = authentication.begin(using: cryptography) else { return [] }
    return Set(store.verificationResults.names)
  }

  @Test(arguments: [
    TestKeys.bits768, TestKeys.bits1024, TestKeys.bits1984Fermat, TestKeys.cardBits1984,
  ])
  func `answers to INTERNAL AUTHENTICATE cut or flipped are refused`(key: RSAKeyPair) async throws {
    let card = try GenuineCard(
      [.dynamicAuthentication],
      keys: .rsa(authority: TestKeys.bits1984, issuer: TestKeys.otherBits1984, card: key))
    var authentication = OfflineDataAuthentication(try await store(card))
    guard case .transmit(let command) = authentication.begin(using: cryptography) else {
      Issue.record("no command")
      return
    }
    let signature = try CertificateSignature.dynamicData(
      [4, 1, 2, 3, 4], terminalData: command.data, by: key)
    var writer = TLVWriter()
    writer.append(0x80, signature)
    func isGenuine(_ data: [UInt8]) -> Bool {
      var authentication = authentication
      let step = authentication.resume(
        with: ResponseAPDU(data: data, status: .success), using: cryptography)
      guard case .finished(let store) = step else { return true }
      return !store.verificationResults.contains(.dynamicAuthenticationFailed)
    }
    #expect(isGenuine(writer.bytes))
    for count in writer.bytes.indices { #expect(!isGenuine(Array(writer.bytes.prefix(count)))) }
    for index in writer.bytes.indices {
      for bit: UInt8 in [0x01, 0x80] {
        var bytes = writer.bytes
        bytes[index] ^= bit
        #expect(!isGenuine(bytes), "byte \(index)")
      }
    }
  }

  @Test func `keys that a card makes up itself do not trap`() throws {
    let values: [[UInt8]] = [
      [], [0], [1], [0xFF], Array(repeating: 0, count: 128), Array(repeating: 0xFF, count: 128),
      Array(repeating: 0, count: 127) + [1], Array(repeating: 0xFF, count: 513),
    ]
    for modulus in values {
      for signature in values {
        for exponent in values {
          let block = cryptography.recover(signature, modulus: modulus, exponent: exponent)
          #expect(block == nil || block?.count == modulus.count)
        }
      }
    }
    for suite in [CurveKey.Suite.p256, .p521, .sm2] {
      for byte: UInt8 in [0x00, 0x01, 0x7F, 0xFF] {
        let key = try #require(
          CurveKey(suite: suite, point: Array(repeating: byte, count: suite.pointByteCount)))
        for value in values + [Array(repeating: 1, count: suite.signatureByteCount)] {
          #expect(!cryptography.isValid(value, of: [], under: key))
        }
      }
      #expect(CurveKey(suite: suite, point: []) == nil)
    }
  }
}
