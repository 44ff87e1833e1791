/// Reads what a printer is sent, in whatever pieces the bytes come.
///
/// A real-time command (DLE EOT, DLE ENQ, DLE DC4) is told wherever it stands. Between commands it
/// is consumed; amid the parameters or the data of another it is told first, and its bytes stay
/// part of that other, as in the printers. Nothing stops the parser: what it does not know comes
/// out as `other`.
package struct ESCPOSParser: Hashable, Sendable {
  /// The longest command whose data is kept; of a longer one only the first 16 bytes come out.
  package static let lengthLimit = 8 << 20
  /// The longest list or bar code that ends with 00.
  private static let terminatedLimit = 1024

  private var text: [UInt8] = []
  private var pending: [UInt8] = []
  /// How many bytes `pending` needs before its extent is looked at again.
  private var wanted = 1
  /// Bytes of an overlong command that are still to be thrown away.
  private var skipping = 0
  private var realTime: [UInt8] = []

  /// Starts at the beginning of a command.
  package init() {}

  /// Bytes of a command whose others have not come yet.
  package var pendingByteCount: Int { pending.count }

  /// Takes bytes and gives the commands that they complete; text comes out with the call's end.
  package mutating func receive(_ bytes: some Sequence<UInt8>) -> [ESCPOSCommand] {
    var commands: [ESCPOSCommand] = []
    for byte in bytes { take(byte, &commands) }
    endText(&commands)
    return commands
  }

  private mutating func take(_ byte: UInt8, _ commands: inout [ESCPOSCommand]) {
    if pending.isEmpty, skipping == 0, byte >= 0x20, byte != 0x7F {
      text.append(byte)
      return
    }
    if !pending.isEmpty && pending[0] != ESCPOSCommand.dataLinkEscape || skipping > 0 {
      lookForRealTime(byte, &commands)
    }
    if skipping > 0 {
      skipping -= 1
      return
    }
    if pending.isEmpty { endText(&commands) }
    pending.append(byte)
    if pending.count >= wanted { lookAtExtent(&commands) }
  }

  private mutating func endText(_ commands: inout [ESCPOSCommand]) {
    if text.isEmpty { return }
    commands.append(.text(text))
    text = []
  }

  private mutating func lookAtExtent(_ commands: inout [ESCPOSCommand]) {
    switch CommandExtent(pending) {
    case .undecided(let count): wanted = count
    case .terminated(let start):
      let isEnded = pending.count > start && pending.last == 0
      if isEnded || pending.count > Self.terminatedLimit { return end(&commands) }
      wanted = pending.count + 1
    case .complete(let count) where count > Self.lengthLimit:
      skipping = count - pending.count
      end(&commands, as: .other(Array(pending.prefix(16))))
    case .complete(let count):
      if pending.count >= count { end(&commands) } else { wanted = count }
    }
  }

  private mutating func end(
    _ commands: inout [ESCPOSCommand], as command: ESCPOSCommand? = nil
  ) {
    commands.append(command ?? ESCPOSCommand(whole: pending))
    pending = []
    realTime = []
    wanted = 1
  }

  private mutating func lookForRealTime(_ byte: UInt8, _ commands: inout [ESCPOSCommand]) {
    if realTime.isEmpty, byte != ESCPOSCommand.dataLinkEscape { return }
    realTime.append(byte)
    if realTime.count == 2, ![0x04, 0x05, 0x14].contains(byte) {
      realTime = byte == ESCPOSCommand.dataLinkEscape ? [byte] : []
      return
    }
    guard case .complete(let count) = CommandExtent(realTime), realTime.count >= count
    else { return }
    let command = ESCPOSCommand(whole: realTime)
    realTime = []
    if case .other = command { return }
    commands.append(command)
  }
}
