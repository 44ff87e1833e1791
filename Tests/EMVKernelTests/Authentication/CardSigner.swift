import BERTLV
import ISO7816
import MockDevices
import PaymentCryptography
import Testing

/// Adds to an emulated card what it can't do itself: signing with keys of its own.
final class CardSigner {
  /// What is wrong with a signature of a verdict.
  enum Fault: Hashable {
    case spoiled(CertificateSpoiling)
    case numberOfOneByte
    case otherInformation
    case otherTransaction
    case unsigned
    case unsignedInFormat1
    case tooShort
  }

  /// How the card signs.
  struct Behaviour {
    var keys: GenuineCard.Keys
    var number: [UInt8] = [0xC0, 0xFF, 0xEE, 0x01]
    var usesFormat2 = true
    /// What is wrong with the answer to INTERNAL AUTHENTICATE.
    var dynamicSpoiling: CertificateSpoiling?
    /// What is wrong with the first answer to GENERATE AC, and with the second.
    var faults: [Fault?] = [nil, nil]
    /// The verdict of the first GENERATE AC in place of the one that was asked for.
    var firstRequest: UInt8?

    init(keys: GenuineCard.Keys) { self.keys = keys }
  }

  private let behaviour: Behaviour
  private var processingOptionsData: [UInt8] = []
  private var commandData: [[UInt8]] = []

  init(_ behaviour: Behaviour) { self.behaviour = behaviour }

  /// Hands a command to the card and signs its answer where it is to.
  func relay(_ card: CardSimulator, _ bytes: [UInt8]) -> [UInt8] {
    guard let command = CommandAPDU(bytes) else { return card.process(bytes) }
    do {
      switch command.instruction {
      case 0xA8:
        processingOptionsData = Array(try TLVReader(command.data).first(0x83) ?? [])
        commandData = []
        return card.process(bytes)
      case 0x88: return try dynamic(command.data)
      case 0xAE: return try cryptogram(command, card)
      default: return card.process(bytes)
      }
    } catch {
      Issue.record(error)
      return []
    }
  }

  /// INTERNAL AUTHENTICATE.
  private func dynamic(_ terminalData: [UInt8]) throws -> [UInt8] {
    let data = CertificateSignature.dynamicNumber(behaviour.number)
    let signature = try sign(data, terminalData, spoiling: behaviour.dynamicSpoiling)
    var writer = TLVWriter()
    if behaviour.usesFormat2 {
      writer.appendTemplate(0x77) { $0.append(0x9F4B, signature) }
    } else {
      writer.append(0x80, signature)
    }
    return writer.bytes + [0x90, 0x00]
  }

  private func sign(
    _ data: [UInt8], _ terminalData: [UInt8], spoiling: CertificateSpoiling?
  ) throws -> [UInt8] {
    switch behaviour.keys {
    case .rsa(_, _, let key):
      try CertificateSignature.dynamicData(
        data, terminalData: terminalData, by: key, spoiling: spoiling)
    case .curve(_, _, let key), .sm2(_, _, let key):
      try CertificateOfPBOC.dynamicData(
        data, terminalData: terminalData, by: key, spoiling: spoiling)
    }
  }

  /// GENERATE AC: the card computes, and the signature goes around what it gave.
  private func cryptogram(_ command: CommandAPDU, _ card: CardSimulator) throws -> [UInt8] {
    var verdict = command.parameter1 & 0xC0
    if commandData.isEmpty, let request = behaviour.firstRequest { verdict = request }
    let plain = try #require(
      CommandAPDU(
        classByte: 0x80, instruction: 0xAE, parameter1: verdict, parameter2: 0,
        data: command.data, expectedByteCount: 256))
    let bytes = card.process(plain.bytes)
    let fault = commandData.count < 2 ? behaviour.faults[commandData.count] : nil
    commandData.append(command.data)
    guard let response = ResponseAPDU(bytes), response.status == .success,
      let answer = try TLVReader(response.data).first(0x80).map(Array.init),
      command.parameter1 & 0x18 != 0, answer[0] & 0xC0 != 0, fault != .unsignedInFormat1
    else { return bytes }
    return try command.parameter1 & 0x10 != 0
      ? combined(answer, fault) : extended(answer, fault)
  }

  private func combined(_ answer: [UInt8], _ fault: Fault?) throws -> [UInt8] {
    var objects = TLVWriter()
    objects.append(0x9F27, answer[..<1])
    objects.append(0x9F36, answer[1..<3])
    objects.append(0x9F10, answer[11...])
    if fault == .unsigned { objects.append(0x9F26, answer[3..<11]) }
    var hashed = processingOptionsData + commandData.joined() + objects.bytes
    if fault == .otherTransaction { hashed.append(0) }
    var digest = Digest.sha1(hashed)
    if case .sm2 = behaviour.keys { digest = Digest.sm3(hashed) }
    if fault == .tooShort { digest.removeLast() }
    let data = CertificateSignature.combinedData(
      number: fault == .numberOfOneByte ? [0xC0] : behaviour.number,
      information: fault == .otherInformation ? answer[0] ^ 0xC0 : answer[0],
      cryptogram: Array(answer[3..<11]), transactionDigest: digest)
    // The terminal's part is its number, which the first list of the test cards asks for.
    let terminalData: [UInt8] = [0x11, 0x22, 0x33, 0x44]
    let signature = try sign(data, terminalData, spoiling: fault.spoiling)
    if fault != .unsigned { objects.append(0x9F4B, signature) }
    var writer = TLVWriter()
    writer.append(0x77, objects.bytes)
    return writer.bytes + [0x90, 0x00]
  }

  private func extended(_ answer: [UInt8], _ fault: Fault?) throws -> [UInt8] {
    guard case .curve(_, _, let key) = behaviour.keys else { return [] }
    var objects = TLVWriter()
    objects.append(0x9F27, answer[..<1])
    objects.append(0x9F36, answer[1..<3])
    objects.append(0x9F26, answer[3..<11])
    objects.append(0x9F10, answer[11...])
    let command = commandData.last ?? []
    var message = commandData.count == 1 ? processingOptionsData + command : command
    message += objects.bytes
    if fault == .otherTransaction { message.append(0) }
    let signature = try CertificateOnCurve.transaction(message, by: key, spoiling: fault.spoiling)
    if fault != .unsigned { objects.append(0x9F4B, signature) }
    var writer = TLVWriter()
    writer.append(0x77, objects.bytes)
    return writer.bytes + [0x90, 0x00]
  }
}

extension CardSigner.Fault? {
  /// What is wrong with the form of the signature.
  fileprivate var spoiling: CertificateSpoiling? {
    if case .spoiled(let spoiling) = self { spoiling } else { nil }
  }
}
