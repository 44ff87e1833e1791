import BERTLV
import ISO7816

// What GET DATA gives, and what the logs remember.
extension EmulatedApplication {
  /// GET DATA.
  ///
  /// Source: EMV 4.3 Book 3, 6.5.7.
  func data(_ command: CommandAPDU) -> ResponseAPDU {
    let raw = UInt32(command.parameter1) << 8 | UInt32(command.parameter2)
    guard let tag = DataObjectTag(rawValue: raw), let value = value(tag) else {
      return ResponseAPDU(status: .referencedDataNotFound)
    }
    var writer = TLVWriter()
    writer.append(tag, value)
    return ResponseAPDU(data: writer.bytes, status: .success)
  }

  private func value(_ tag: DataObjectTag) -> [UInt8]? {
    switch tag {
    case 0x9F36:
      return personality.tellsTransactionCounter ? Self.bytes(transactionCounter) : nil
    case 0x9F13: return lastOnlineCounter.map(Self.bytes)
    case 0x9F17:
      guard let offlinePIN else { return personality.pinTryCounter.map { [$0] } }
      return offlinePIN.tellsTriesLeft ? [offlinePIN.triesLeft] : nil
    case 0x9F4F: return transactionLog?.format
    case 0xDF4F: return loadLog?.format
    default: return data.first { $0.tag == tag }?.value
    }
  }

  /// Remembers the transaction that ends now.
  func logTransaction() {
    guard let record = record(of: transactionLog) else { return }
    transactionLog?.append(record)
  }

  /// Remembers a load of the electronic purse.
  func logLoad() {
    guard let record = record(of: loadLog) else { return }
    loadLog?.append(record)
  }

  private func record(of log: LogPersonality?) -> [UInt8]? {
    guard let log, let format = try? DataObjectList(log.format) else { return nil }
    return format.fill { tag in terminalValues[tag] ?? value(tag) }
  }
}
