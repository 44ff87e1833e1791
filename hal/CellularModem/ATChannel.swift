import ATCommands
import EventLoop
import HAL
import SystemPackage

/// One command at a time over an open line, each with a deadline on the loop's clock.
///
/// After a command ran out of time the channel is out of step: the answer may still come. Before
/// anything else is asked, `synchronise` finds a place in the conversation that is certain.
final class ATChannel {
  /// How long the line is silent before late answers count as over, where the modem gives no mark.
  private static let quiet = Duration.milliseconds(150)
  /// Reads of what came while nobody listened; a modem that talks without end is not drained.
  private static let drainLimit = 16

  private let port: AsyncDescriptor
  private let loop: EventLoop
  private let gap: Duration
  private var conversation = ATConversation()
  /// Whether an abandoned command's answer may still come.
  private(set) var isOutOfStep = true
  /// Whether the modem has its settings; it forgets them when it restarts.
  var isPrepared = false

  init(_ port: AsyncDescriptor, gap: Duration, loop: EventLoop) {
    self.port = port
    self.gap = gap
    self.loop = loop
  }

  func close() { port.close() }

  /// Asks one command, for no longer than its patience and the deadline allow.
  func ask(_ command: ATCommand, until deadline: Duration) async throws(ModemError) -> ATAnswer {
    try await drain()
    await loop.sleep(for: gap)
    let limit = min(deadline, loop.uptime + command.patience)
    do throws(Errno) {
      try checkTime(limit)
      try await port.write(conversation.begin(command), timeout: limit - loop.uptime)
      while true {
        try checkTime(limit)
        let bytes = try await port.read(timeout: limit - loop.uptime)
        if bytes.isEmpty { throw .ioError }
        if let answer = take(bytes) { return answer }
      }
    } catch {
      conversation.abandon()
      isOutOfStep = true
      throw ModemError(error)
    }
  }

  /// Finds the place where all earlier answers have passed.
  ///
  /// First the modem must answer at all; then it is asked something whose answer can't be mistaken
  /// for another's. A modem that does not know that question must be silent for a moment instead.
  func synchronise(until deadline: Duration) async throws(ModemError) {
    while isOutOfStep {
      do throws(ModemError) {
        guard try await ask(.attention, until: deadline).result == .ok else { continue }
        let mark = try await ask(.errorMode, until: min(deadline, loop.uptime + .seconds(1)))
        if mark.result != .ok { try await waitForQuiet(until: deadline) }
        isOutOfStep = false
      } catch .timedOut where loop.uptime < deadline {
        continue
      }
    }
  }

  private func waitForQuiet(until deadline: Duration) async throws(ModemError) {
    do throws(Errno) {
      while loop.uptime < deadline {
        let bytes = try await port.read(timeout: Self.quiet)
        if bytes.isEmpty { throw .ioError }
        _ = take(bytes)
      }
      throw .timedOut
    } catch .timedOut {
      if loop.uptime >= deadline { throw .timedOut }
    } catch {
      throw ModemError(error)
    }
  }

  /// Reads what came since the last answer: none of it can belong to the next one.
  private func drain() async throws(ModemError) {
    do throws(Errno) {
      for _ in 0..<Self.drainLimit {
        let bytes = try await port.read(timeout: .zero)
        if bytes.isEmpty { throw .ioError }
        _ = take(bytes)
      }
    } catch .timedOut {
      return
    } catch {
      throw ModemError(error)
    }
  }

  private func checkTime(_ limit: Duration) throws(Errno) {
    if loop.uptime >= limit { throw .timedOut }
  }

  private func take(_ bytes: [UInt8]) -> ATAnswer? {
    var answer: ATAnswer?
    for event in conversation.receive(bytes) {
      switch event {
      case .answered(let answered): answer = answered
      case .unsolicited(.started): isPrepared = false
      case .unsolicited: continue
      }
    }
    return answer
  }
}

extension ModemError {
  /// What a failure of the line means.
  init(_ error: Errno) {
    self = error == .timedOut ? .timedOut : .portUnavailable(code: error.rawValue)
  }
}
