import HAL
import Octets
import PaymentCryptography
import Testing

@testable import SoftwareSecurityModule

/// PINs that the card verifies: EMV 4.3 Book 2, 7.1, and Book 3, 6.5.12.
@Suite struct OfflinePINTests {
  /// A card that answers from a list and remembers what it was sent.
  final class ScriptedCard: CardSession {
    let answerToReset: [UInt8] = [0x3B, 0x60, 0, 0]
    var answers: [Result<[UInt8], CardReaderError>]
    private(set) var commands: [[UInt8]] = []

    init(_ answers: [Result<[UInt8], CardReaderError>]) { self.answers = answers }

    func transmit(
      _ command: [UInt8], timeout: Duration
    ) async throws(CardReaderError) -> [UInt8] {
      commands.append(command)
      return answers.isEmpty ? [0x6F, 0x00] : try answers.removeFirst().get()
    }

    func powerDown() async {}
  }

  /// A test key of 768 bits with exponent 3.
  private static let modulus = hex(
    """
    F030656464E99E974302D39B2CD53509D81217606E7232B645BDD41EF3D81A91B2E815C3B5D01F9341C8683215BAE3\
    2BEADDF473C51B41EBFD0453BA7BF0DD8E54C061B059B9203DE5213356A4DF47D730F68BB70C57E29858ADF89C0F53\
    539F
    """)
  private static let privateExponent = hex(
    """
    A0204398434669BA2CAC8D121DE378B13AB6BA4049A177242E7E8D69F7E5670BCC9AB92D23E0150CD6859ACC0E7C97\
    7151F36EF3FF5E9F33BEC27830347F58F3C2AD528C9A373F3F1CD40074969297AC24107F3CB44C7B1F9F6E6CBEE1B9\
    300B
    """)
  private static let rsa = OfflinePINRequest.Protection.rsa(modulus: modulus, exponent: [3])
  private static let challenge = hex("0102030405060708")

  private func verify(
    _ keys: String, _ card: ScriptedCard, _ protection: OfflinePINRequest.Protection = .plaintext,
    lengths: Set<Int> = [0, 4, 6, 12]
  ) async throws -> OfflinePINResult {
    let test = try ModuleUnderTest()
    test.keypad.play(keys)
    defer { #expect(!test.keypad.isHeld) }
    return try await test.module.verifyOfflinePIN(
      OfflinePINRequest(
        protection: protection, allowedLengths: lengths, entryTimeout: .seconds(30)),
      with: card, onDigitCount: { _ in })
  }

  @Test(arguments: [
    ("1234E", "241234FFFFFFFFFF"), ("123456E", "26123456FFFFFFFF"),
    ("123456789012E", "2C123456789012FF"),
  ])
  func `a plaintext block is what the books show`(keys: String, block: String) async throws {
    let card = ScriptedCard([.success([0x90, 0x00])])
    #expect(try await verify(keys, card) == .answered(statusWord: 0x9000))
    #expect(card.commands == [hex("0020008008" + block)])
  }

  @Test(arguments: [0x63C2, 0x63C0, 0x6983, 0x6984, 0x6A80] as [UInt16])
  func `the card's word comes back as it is`(word: UInt16) async throws {
    let card = ScriptedCard([.success([UInt8(word >> 8), UInt8(word & 0xFF)])])
    #expect(try await verify("1234E", card) == .answered(statusWord: word))
  }

  @Test func `an enciphered block holds header, block, challenge and chance`() async throws {
    let card = ScriptedCard([.success(Self.challenge + [0x90, 0x00]), .success([0x90, 0x00])])
    #expect(try await verify("1234E", card, Self.rsa) == .answered(statusWord: 0x9000))
    #expect(card.commands.map { $0.prefix(5) } == [hex("0084000000")[...], hex("0020008860")[...]])
    let clear = try RSABlock.sign(
      Array(card.commands[1].dropFirst(5)), modulus: Self.modulus,
      privateExponent: Self.privateExponent)
    #expect(clear.prefix(17) == ([0x7F] + hex("241234FFFFFFFFFF") + Self.challenge)[...])
    #expect(Set(clear.dropFirst(17)).count > 8)
  }

  @Test(arguments: [[0x6D, 0x00], [1, 2, 3, 4, 0x90, 0x00], [0x90, 0x00], []] as [[UInt8]])
  func `without a challenge no PIN is sent`(answer: [UInt8]) async throws {
    let card = ScriptedCard([.success(answer)])
    let result = try await verify("1234E", card, Self.rsa)
    guard case .challengeRefused = result else {
      Issue.record("\(result)")
      return
    }
    #expect(card.commands.count == 1)
  }

  @Test func `a card that goes is a result`() async throws {
    #expect(
      try await verify("1234E", ScriptedCard([.failure(.cardRemoved)]))
        == .cardFailed(.cardRemoved))
    #expect(
      try await verify("1234E", ScriptedCard([.failure(.timedOut)]), Self.rsa)
        == .cardFailed(.timedOut))
    let later = ScriptedCard([
      .success(Self.challenge + [0x90, 0x00]), .failure(.cardRemoved),
    ])
    #expect(try await verify("1234E", later, Self.rsa) == .cardFailed(.cardRemoved))
  }

  @Test func `who gives no PIN sends the card nothing`() async throws {
    let card = ScriptedCard([])
    #expect(try await verify("E", card) == .bypassed)
    #expect(try await verify("12X", card) == .cancelled)
    #expect(card.commands.isEmpty)
  }

  @MainActor
  @Test func `an entry that takes too long ends`() async throws {
    let test = try ModuleUnderTest()
    let card = ScriptedCard([])
    test.keypad.whenHeld = { test.clock.advance(by: .seconds(30)) }
    let result = try await test.module.verifyOfflinePIN(
      OfflinePINRequest(
        protection: .plaintext, allowedLengths: [4], entryTimeout: .seconds(30)),
      with: card, onDigitCount: { _ in })
    #expect(result == .timedOut)
  }

  @Test func `impossible requests are refused before the keypad is held`() async throws {
    let card = ScriptedCard([])
    for protection in [
      OfflinePINRequest.Protection.rsa(modulus: [], exponent: [3]),
      .rsa(modulus: [UInt8](repeating: 0xFF, count: 17), exponent: [3]),
      .rsa(modulus: [UInt8](repeating: 0xFF, count: 249), exponent: [3]),
      .rsa(modulus: [UInt8](repeating: 0xFE, count: 96), exponent: [3]),
    ] {
      await #expect(throws: SecurityModuleError.badLength) {
        try await verify("1234E", card, protection)
      }
    }
    await #expect(throws: SecurityModuleError.badLength) {
      try await verify("1234E", card, lengths: [3])
    }
    #expect(card.commands.isEmpty)
  }
}
