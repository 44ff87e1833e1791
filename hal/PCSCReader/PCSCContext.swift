import CPCSC
import Glibc

/// A connection to the daemon: one for each thread, as a blocked call holds all of it.
struct PCSCContext: ~Copyable {
  let handle: SCARDCONTEXT

  /// Connects; with socket activation this starts the daemon.
  init() throws(PCSCCode) {
    var handle: SCARDCONTEXT = 0
    try PCSCCode.check(SCardEstablishContext(DWORD(SCARD_SCOPE_SYSTEM), nil, nil, &handle))
    self.handle = handle
  }

  deinit { SCardReleaseContext(handle) }

  /// The names of the readers, in the daemon's order; none is not an error.
  func readerNames() throws(PCSCCode) -> [String] {
    // The list can grow between the two calls.
    for _ in 0..<3 {
      var count: DWORD = 0
      do throws(PCSCCode) {
        try PCSCCode.check(SCardListReaders(handle, nil, nil, &count))
        var bytes = [CChar](repeating: 0, count: Int(count))
        try PCSCCode.check(SCardListReaders(handle, nil, &bytes, &count))
        return bytes.prefix(Int(count)).split(separator: 0).map {
          String(decoding: $0.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
      } catch .noReadersAvailable {
        return []
      } catch PCSCCode(0x8010_0008) {  // INSUFFICIENT_BUFFER
        continue
      }
    }
    return []
  }
}
