import CPCSC
import Glibc

/// The array that SCardGetStatusChange works on: a row for each reader, and one for the list of
/// them.
///
/// It belongs to the monitor's thread.
struct ReaderWatch: ~Copyable {
  /// The name that stands for the list of readers itself.
  private static let listName = "\\\\?PnP?\\Notification"

  private var rows: [SCARD_READERSTATE] = []

  init() { rows = [Self.row(Self.listName)] }

  deinit { for row in rows { free(UnsafeMutableRawPointer(mutating: row.szReader)) } }

  /// Makes the rows fit the list; rows of readers that stay keep what they know.
  ///
  /// A single name that the daemon does not know would make the whole call fail.
  mutating func setReaders(_ names: [String]) {
    var kept: [SCARD_READERSTATE] = []
    for row in rows.dropLast() {
      if names.contains(Self.name(of: row)) {
        kept.append(row)
      } else {
        free(UnsafeMutableRawPointer(mutating: row.szReader))
      }
    }
    let known = kept.map(Self.name)
    let new = names.filter { !known.contains($0) }.map(Self.row)
    rows = kept + new + rows.suffix(1)
  }

  /// How a wait ended.
  enum End: Hashable {
    case changed
    case timedOut
    case cancelled
    /// A reader went in the moment between list and wait.
    case readerLeft
  }

  /// Waits for a change against what was seen last; throws when the daemon is gone.
  mutating func wait(
    in context: SCARDCONTEXT, milliseconds: Int
  ) throws(PCSCCode) -> End {
    let result = rows.withUnsafeMutableBufferPointer {
      SCardGetStatusChange(context, DWORD(milliseconds), $0.baseAddress, DWORD($0.count))
    }
    let code = PCSCCode(result: result)
    if code == .timeout { return .timedOut }
    if code == .cancelled { return .cancelled }
    if code == .unknownReader { return .readerLeft }
    try PCSCCode.check(result)
    for index in rows.indices {
      rows[index].dwCurrentState = rows[index].dwEventState & ~DWORD(SCARD_STATE_CHANGED)
    }
    return .changed
  }

  /// What is known of each reader, in the order of the list.
  var statuses: [PCSCReaderStatus] {
    rows.dropLast().map { row in
      let answer = withUnsafeBytes(of: row.rgbAtr) { Array($0.prefix(Int(row.cbAtr))) }
      return PCSCReaderStatus(
        name: Self.name(of: row), bits: UInt32(row.dwCurrentState & 0xFFFF),
        eventCount: UInt32(truncatingIfNeeded: row.dwCurrentState >> 16), answerToReset: answer)
    }
  }

  private static func row(_ name: String) -> SCARD_READERSTATE {
    var row = SCARD_READERSTATE()
    row.szReader = UnsafePointer(strdup(name))
    row.dwCurrentState = DWORD(SCARD_STATE_UNAWARE)
    return row
  }

  private static func name(of row: SCARD_READERSTATE) -> String {
    row.szReader.map { String(cString: $0) } ?? ""
  }
}
