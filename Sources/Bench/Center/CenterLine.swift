import HAL
import NetworkLink

/// One terminal's connection to the center.
///
/// Answers leave one after the other. While the network is torn nothing crosses in either
/// direction; what was under way goes on when it is mended, as TCP would have it.
final class CenterLine {
  private enum Item {
    case bytes([UInt8], CenterMoment.RequestKind)
    case close
    case reset
  }

  /// A terminal that does not take an answer for so long has gone.
  private static let sendTimeout = Duration.seconds(30)

  private let connection: StreamConnection
  private let outage: Outage
  private let queue: Mailbox<Item>

  init(_ connection: StreamConnection, outage: Outage, clock: any DeviceClock) {
    self.connection = connection
    self.outage = outage
    queue = Mailbox(clock: clock)
  }

  /// Encrypts from now on; false when the terminal does not want it so.
  func startTLS(_ certificate: TLSServerConfiguration, timeout: Duration) async -> Bool {
    do throws(CenterLinkError) {
      try await connection.startTLS(certificate, timeout: timeout)
      return true
    } catch {
      return false
    }
  }

  /// Waits for bytes; nil when the terminal has gone.
  func receive() async -> [UInt8]? {
    do throws(CenterLinkError) {
      let bytes = try await connection.receive(timeout: nil)
      await outage.end()
      return bytes
    } catch {
      return nil
    }
  }

  /// Sends these bytes after those before them.
  func send(_ bytes: [UInt8], of kind: CenterMoment.RequestKind) { queue.post(.bytes(bytes, kind)) }
  /// Closes when everything is sent.
  func close() { queue.post(.close) }
  /// Breaks off when everything is sent.
  func reset() { queue.post(.reset) }

  /// Breaks off at once.
  func breakOff() {
    connection.reset()
    queue.post(.close)  // wakes who sends
  }

  /// Waits for the next answer and sends it; nil when the connection has ended.
  func sendNext() async -> CenterMoment.RequestKind? {
    guard let item = await queue.next(timeout: nil) else { return nil }
    await outage.end()
    switch item {
    case .bytes(let bytes, let kind):
      do throws(CenterLinkError) {
        try await connection.send(bytes, timeout: Self.sendTimeout)
        return kind
      } catch {
        connection.close()
      }
    case .close: connection.close()
    case .reset: connection.reset()
    }
    return nil
  }
}
