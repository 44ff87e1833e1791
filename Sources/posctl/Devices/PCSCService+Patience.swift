import EventLoop
import HAL
import PCSCReader

extension PCSCService {
  /// How long the daemon may take to say what there is.
  private static let patience = Duration.seconds(5)

  /// Waits until the daemon has said what there is; says what to do when it does not.
  func expectAnswer() async throws(Complaint) {
    let end = loop.uptime + Self.patience
    while loop.uptime < end {
      if case .running = state { return }
      await loop.sleep(for: .milliseconds(10))
      // A daemon that is only being started is there soon.
      if case .unavailable = state, loop.uptime > end - Self.patience + .seconds(1) { break }
    }
    switch state {
    case .running: return
    case .unavailable(.accessDenied):
      throw Complaint("pcscd does not let this program in; run it as root, or allow it in polkit")
    case .unavailable, .unknown:
      throw Complaint(
        "pcscd does not answer; install it (apt-get install pcscd), or start it (systemctl start "
          + "pcscd.socket)")
    }
  }

  /// Waits until a driver has its reader; says which readers there are when it has not.
  func expectReader(_ driver: PCSCReader, wanted: String?) async throws(Complaint) {
    try await expectAnswer()
    let end = loop.uptime + .seconds(2)
    while !driver.isAvailable, loop.uptime < end { await loop.sleep(for: .milliseconds(10)) }
    if driver.isAvailable { return }
    if readers.isEmpty { throw Complaint("pcscd knows no reader; is one plugged in?") }
    let names = readers.map(\.name).joined(separator: ", ")
    throw Complaint(
      wanted.map { "no reader's name begins with “\($0)”; there are: \(names)" }
        ?? "the reader is not available: \(names)")
  }
}
