import BERTLV
import ISO7816

// What the issuer changes in the card. Source: EMV 4.3 Book 3, 6.5; Book 2, 9 (format 2).
extension EmulatedApplication {
  /// The bytes of a command's code, behind its data.
  private static let codeByteCount = 4

  /// A command of the issuer's script.
  func script(_ command: CommandAPDU) -> ResponseAPDU {
    if let status = personality.scriptStatus { return ResponseAPDU(status: StatusWord(status)) }
    guard let cryptogram = firstCryptogram else {
      return ResponseAPDU(status: .conditionsNotSatisfied)
    }
    let data = Array(command.data.dropLast(Self.codeByteCount))
    let code = Array(command.data.suffix(Self.codeByteCount))
    let header = [
      command.classByte, command.instruction, command.parameter1, command.parameter2,
      UInt8(command.data.count),
    ]
    guard let key = scriptKey(personality.scriptKeys.integrity, cryptogram),
      code.count == Self.codeByteCount,
      code
        == (try? personality.scheme.scriptCode(
          key: key, header: header, transactionCounter: transactionCounter,
          cryptogram: cryptogram, data: data))
    else { return ResponseAPDU(status: .secureMessagingWrong) }
    return ResponseAPDU(status: carryOut(command, data, cryptogram))
  }

  private func carryOut(
    _ command: CommandAPDU, _ data: [UInt8], _ cryptogram: [UInt8]
  ) -> StatusWord {
    switch command.instruction {
    case 0x1E: isBlocked = true
    case 0x18: isBlocked = false
    case 0x16: hasBlockedCard = true
    case 0x24: return changePIN(command.parameter2, data, cryptogram)
    case 0xDA: return putData(command, data)
    case 0xDC: return updateRecord(command, data)
    default: return .instructionNotSupported
    }
    return .success
  }

  /// PIN CHANGE/UNBLOCK: P2 is 00 to unblock, 01 for a new PIN under the old one, 02 for a new PIN.
  private func changePIN(
    _ kind: UInt8, _ data: [UInt8], _ cryptogram: [UInt8]
  ) -> StatusWord {
    guard var pin = offlinePIN else { return .referenceDataUnusable }
    if kind != 0 {
      let scheme = personality.scheme
      guard kind <= 2, let key = scriptKey(personality.scriptKeys.confidentiality, cryptogram),
        let block = try? scheme.deciphered(data, key: key), let masterKey = masterKey(),
        let digits = scheme.newPIN(
          in: block, old: kind == 1 ? pin.digits : nil, masterKey: masterKey)
      else { return .wrongData }
      pin.digits = digits
    }
    pin.triesLeft = pin.tryLimit
    offlinePIN = pin
    return .success
  }

  private func putData(_ command: CommandAPDU, _ value: [UInt8]) -> StatusWord {
    let raw = UInt32(command.parameter1) << 8 | UInt32(command.parameter2)
    guard let place = data.firstIndex(where: { $0.tag.rawValue == raw }) else {
      return .referencedDataNotFound
    }
    guard value.count == data[place].value.count else { return .wrongData }
    data[place].value = value
    // A new balance of the purse is a load. Source: JR/T 0025 (PBOC 3.0), part 13.
    if raw == 0x9F79 { logLoad() }
    return .success
  }

  private func updateRecord(_ command: CommandAPDU, _ bytes: [UInt8]) -> StatusWord {
    let file = command.parameter2 >> 3
    guard
      let place = records.firstIndex(where: {
        $0.file == file && $0.number == command.parameter1
      })
    else { return .recordNotFound }
    records[place].bytes = bytes
    return .success
  }

  private func scriptKey(_ issuerKey: [UInt8], _ cryptogram: [UInt8]) -> [UInt8]? {
    let scheme = personality.scheme
    guard
      let masterKey = try? scheme.masterKey(
        issuerMasterKey: issuerKey, panDigits: personality.panDigits,
        sequenceNumber: personality.sequenceNumber)
    else { return nil }
    return try? scheme.scriptKey(
      masterKey: masterKey, transactionCounter: transactionCounter, cryptogram: cryptogram)
  }
}
