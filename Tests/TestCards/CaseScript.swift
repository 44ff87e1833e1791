import BERTLV
import MockDevices

/// A script that a bank sends to a test card.
package struct CaseScript: Hashable, Sendable {
  /// One command of it.
  package struct Command: Hashable, Sendable {
    /// What it does, before its code is put behind it.
    package enum Kind: Hashable, Sendable {
      /// These bytes, as they are.
      case bytes([UInt8])
      /// Instruction, P1, P2 and data, protected by a code.
      case protected(UInt8, UInt8, UInt8, [UInt8])
      /// A new PIN of ASCII digits, enciphered and protected.
      case newPIN([UInt8])
    }

    package var kind: Kind
    /// Whether its code is spoilt.
    package var hasWrongCode = false
  }

  /// 71 for before the final cryptogram, 72 for after it.
  package var template: UInt8
  /// Its identifier (tag 9F18); nil leaves it out.
  package var identifier: [UInt8]?
  /// Its commands.
  package var commands: [Command]

  /// The script as an object of field 55.
  func bytes(_ ledger: IssuerLedger) throws -> [UInt8] {
    var contents = TLVWriter()
    if let identifier { contents.append(0x9F18, identifier) }
    for command in commands {
      contents.append(0x86, try bytes(command, ledger))
    }
    var writer = TLVWriter()
    writer.append(template == 0x71 ? 0x71 : 0x72, contents.bytes)
    return writer.bytes
  }

  private func bytes(_ command: Command, _ ledger: IssuerLedger) throws -> [UInt8] {
    var header: [UInt8]
    var data: [UInt8]
    switch command.kind {
    case .bytes(let bytes): return bytes
    case .protected(let instruction, let parameter1, let parameter2, let clear):
      (header, data) = ([0x84, instruction, parameter1, parameter2], clear)
    case .newPIN(let digits):
      (header, data) = ([0x84, 0x24, 0x00, 0x02], try ledger.enciphered(newPIN: digits))
    }
    header.append(UInt8(data.count + 4))
    var code = try ledger.scriptCode(header: header, data: data)
    if command.hasWrongCode { code[0] = ~code[0] }
    data += code
    return header + data
  }
}
