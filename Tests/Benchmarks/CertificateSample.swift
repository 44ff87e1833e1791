import BERTLV
import EMVKernel
import ISO7816
import MockDevices
import PaymentCryptography
import PaymentTypes
import SoftwareSecurityModule
import TestCards

/// A card with keys of 1984 bits up to its signed verdict, ready to be found genuine.
struct CertificateSample {
  private static let cryptography = SoftwareKernelCryptography()

  /// A record of a card, 195 bytes with its template.
  static let record: [UInt8] = {
    var inside = TLVWriter()
    inside.append(0x5A, [0x62, 0x16, 0x26, 0x10, 0x00, 0x00, 0x00, 0x00, 0x18, 0x0F])
    inside.append(0x5F24, [0x30, 0x12, 0x31])
    inside.append(0x57, [UInt8](repeating: 0x62, count: 19))
    inside.append(0x9F0D, [0xD8, 0x68, 0x04, 0xA8, 0x00])
    inside.append(0x9F46, [UInt8](repeating: 0xAB, count: 128))
    inside.append(0x9F47, [3])
    var file = TLVWriter()
    file.append(0x70, inside.bytes)
    return file.bytes
  }()

  private let store: DataObjectStore
  private let answer: ResponseAPDU
  private let signatures: [(signature: [UInt8], modulus: [UInt8])]

  /// Reads the card and has it sign.
  init() throws {
    let (authority, issuer, key) = Self.keys
    guard
      var personality = TestCards.benchCard("chip-no-cvm")?.chip?.applications.first,
      personality.records.count > 1
    else { throw CardRecording.Failure.noCard }
    personality.interchangeProfile = [0x1D, 0x00]
    personality.records[1].isAuthenticated = true
    let staticData = Array(try TLVReader(personality.records[1].bytes).only(0x70).rest)
    let first = try Certificate.issuer(identifier: [0x62, 0x16, 0x26], key: issuer)
      .signed(by: authority)
    let second = try Certificate.card(
      pan: [0x62, 0x16, 0x26, 0x10, 0, 0, 0, 0, 0x02, 0x6F], key: key, staticData: staticData
    ).signed(by: issuer)
    let objects: [(tag: DataObjectTag, value: [UInt8])] = [
      (0x8F, [0xE1]), (0x90, first.certificate), (0x92, first.remainder),
      (0x9F32, first.exponent), (0x9F46, second.certificate), (0x9F48, second.remainder),
      (0x9F47, second.exponent),
    ]
    for (index, object) in objects.enumerated() {
      personality.records.append(
        CardRecord(file: 3, number: UInt8(index + 1), objects: [object]))
    }
    var configuration = KernelSale.configuration
    configuration.authorityKeys = [
      CertificationAuthorityKey(
        registeredProvider: [0xA0, 0, 0, 0x03, 0x33], index: 0xE1,
        key: .rsa(RSAPublicKey(modulus: authority.modulus, exponent: [3])), expiry: nil)
    ]
    let card = CardSimulator(
      ChipPersonality(answerToReset: [0x3B, 0x60, 0, 0], applications: [personality]))
    _ = card.reset()
    store = try KernelSale(configuration) { card.process($0) }.started()
    guard let start = card.exchanges.first(where: { $0.command.instruction == 0xA8 }) else {
      throw CardRecording.Failure.otherCommands
    }
    let signed = try Self.verdict(store, options: start.command.data, by: key)
    answer = ResponseAPDU(data: signed.answer, status: .success)
    signatures = [
      (first.certificate, authority.modulus), (second.certificate, issuer.modulus),
      (signed.signature, key.modulus),
    ]
  }

  /// Recovers both keys and verifies the signature of the verdict; throws when it is not genuine.
  func authenticate() throws {
    var authentication = OfflineDataAuthentication(store)
    guard case .finished(let store) = authentication.begin(using: Self.cryptography) else {
      throw CardRecording.Failure.otherCommands
    }
    var generation = CryptogramGeneration(.first, request: .onlineRequest, store)
    _ = generation.begin(using: Self.cryptography)
    guard case .finished = generation.resume(with: answer, using: Self.cryptography) else {
      throw CardRecording.Failure.otherCommands
    }
  }

  /// The RSA operations of `authenticate`, and nothing else.
  func recoverOnly() throws {
    for (signature, modulus) in signatures {
      keep(try RSABlock.recover(signature, modulus: modulus, exponent: [3]))
    }
  }

  /// The card's answer to the first GENERATE AC, and the signature in it.
  private static func verdict(
    _ store: DataObjectStore, options: [UInt8], by key: RSAKeyPair
  ) throws -> (answer: [UInt8], signature: [UInt8]) {
    var authentication = OfflineDataAuthentication(store)
    guard case .finished(let store) = authentication.begin(using: cryptography) else {
      throw CardRecording.Failure.otherCommands
    }
    var generation = CryptogramGeneration(.first, request: .onlineRequest, store)
    guard case .transmit(let command) = generation.begin(using: cryptography),
      command.parameter1 == 0x90,
      let number = store.value(0x9F37)
    else { throw CardRecording.Failure.otherCommands }
    var objects = TLVWriter()
    objects.append(0x9F27, [0x80])
    objects.append(0x9F36, [0x00, 0x01])
    objects.append(0x9F10, [0x07, 0x01, 0x01, 0x03, 0xA0, 0xA0, 0x00, 0x01])
    let data = try TLVReader(options).first(0x83) ?? []
    let signature = try CertificateSignature.dynamicData(
      CertificateSignature.combinedData(
        number: [1, 2, 3, 4], information: 0x80, cryptogram: [1, 2, 3, 4, 5, 6, 7, 8],
        transactionDigest: Digest.sha1(data + command.data + objects.bytes)),
      terminalData: number, by: key)
    objects.append(0x9F4B, signature)
    var writer = TLVWriter()
    writer.append(0x77, objects.bytes)
    return (writer.bytes, signature)
  }
}
