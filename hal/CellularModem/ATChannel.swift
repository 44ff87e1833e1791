import ATCommands
import EventLoop
import HAL
import SystemPackage

/// One command at a time over an open line, each with a deadline on the loop's clock.
///
/// The line is read all the time, so that what the modem says by itself is heard when it says it.
/// After a command ran out of time the channel is out of step: the answer may still come. Before
/// anything else is asked, `synchronise` finds a place in the conversation that is certain.
final class ATChannel {
  /// How long the line is silent before late answers count as over, where the modem gives no mark.
  private static let quiet = Duration.milliseconds(150)
  /// How long the modem may take to answer a mark.
  private static let markPatience = Duration.seconds(1)
  /// Attempts at one speed while it has to be found; a module that adapts needs a few.
  private static let attemptsPerSpeed = 3
  /// What makes a modem stop waiting for the text of a message.
  private static let escape: [UInt8] = [0x1B]

  private let port: AsyncDescriptor
  private let loop: EventLoop
  private let family: ModemFamily
  /// Speeds to try; empty when the speed is known.
  private var speeds: [Int]
  private var conversation: ATConversation
  private var waiting: ((ATAnswer?) -> Void)?
  /// An answer that nobody waits for yet.
  private var early: ATAnswer?
  private var failure: Errno?
  private var lastByte = Duration.zero
  private var isWatching = false
  /// Marks that were asked and not answered: each may still come.
  private var lostMarks = 0

  /// Whether an abandoned command's answer may still come.
  private(set) var isOutOfStep = true
  /// Whether the modem has its settings; it forgets them when it restarts.
  var isPrepared = false
  /// The speed that was found.
  private(set) var foundSpeed: Int?
  /// Hears what comes unasked.
  var onUnsolicited: ((UnsolicitedCode) -> Void)?
  /// Hears once that the line is gone.
  var onEnd: (() -> Void)?

  init(_ port: AsyncDescriptor, family: ModemFamily, speeds: [Int], loop: EventLoop) {
    self.port = port
    self.family = family
    self.speeds = speeds
    self.loop = loop
    conversation = ATConversation(table: family.codes)
  }

  deinit { close() }

  /// Begins to listen.
  func start() {
    guard let raw = port.rawValue else { return }
    isWatching = true
    loop.watch(FileDescriptor(rawValue: raw), for: .readable) { [weak self] in self?.receive() }
  }

  func close() {
    if isWatching, let raw = port.rawValue {
      loop.unwatch(FileDescriptor(rawValue: raw), for: .readable)
    }
    isWatching = false
    SerialPort.close(port)
    if failure == nil { failure = .badFileDescriptor }
    finish(nil)
  }

  /// Asks one command, for no longer than its patience and the deadline allow.
  func ask(_ command: ATCommand, until deadline: Duration) async throws(ModemError) -> ATAnswer {
    let pause = lastByte + family.commandGap - loop.uptime
    if pause > .zero { await loop.sleep(for: pause) }
    let limit = min(deadline, loop.uptime + family.patience(for: command))
    do throws(Errno) {
      if let failure { throw failure }
      if loop.uptime >= limit { throw .timedOut }
      early = nil
      let bytes = conversation.begin(command)
      try await port.write(bytes, timeout: limit - loop.uptime)
      if let answer = await answer(until: limit) {
        if answer.isNumeric { isPrepared = false }
        return answer
      }
      throw failure ?? .timedOut
    } catch {
      conversation.abandon()
      isOutOfStep = true
      throw ModemError(error)
    }
  }

  /// Finds the place where all earlier answers have passed.
  ///
  /// First the modem must answer at all; then it is asked something whose answer can't be mistaken
  /// for another's. A modem that does not know that question must be silent for a moment instead,
  /// as must one that still owes the answer to an earlier mark.
  func synchronise(until deadline: Duration) async throws(ModemError) {
    while isOutOfStep {
      do throws(ModemError) {
        try await findAttention(until: deadline)
        let mark = try await askMark(until: deadline)
        if mark.result != .ok || lostMarks > 0 { try await waitForQuiet(until: deadline) }
        // Another mode than the one that was set: the modem has restarted without saying so.
        if mark.value({ $0.number(0) }) != 1 { isPrepared = false }
        lostMarks = 0
        isOutOfStep = false
      } catch .timedOut where loop.uptime < deadline {
        continue
      }
    }
  }

  private func askMark(until deadline: Duration) async throws(ModemError) -> ATAnswer {
    do throws(ModemError) {
      return try await ask(.errorMode, until: min(deadline, loop.uptime + Self.markPatience))
    } catch {
      lostMarks += 1
      throw error
    }
  }

  /// Asks for attention until `OK` comes, at each speed in turn while the speed has to be found.
  private func findAttention(until deadline: Duration) async throws(ModemError) {
    var attempts = 0
    while true {
      if attempts % Self.attemptsPerSpeed == 0, let speed = speeds.first {
        speeds.append(speeds.removeFirst())
        try? await SerialPort.setSpeed(
          of: port, to: speed, timeout: max(.zero, deadline - loop.uptime))
        foundSpeed = speed
      }
      attempts += 1
      do throws(ModemError) {
        let answer = try await ask(.attention, until: deadline)
        // Digits could not be told from the lines of an answer.
        if answer.isNumeric { _ = try await ask(.verboseResults, until: deadline) }
        if answer.result == .ok { break }
      } catch .timedOut where loop.uptime < deadline {
        continue
      }
    }
    speeds = []
  }

  private func waitForQuiet(until deadline: Duration) async throws(ModemError) {
    let start = loop.uptime
    while failure == nil {
      let silentUntil = max(lastByte, start) + Self.quiet
      if loop.uptime >= silentUntil { return }
      if loop.uptime >= deadline { throw .timedOut }
      await loop.sleep(for: min(silentUntil, deadline) - loop.uptime)
    }
  }

  private func answer(until limit: Duration) async -> ATAnswer? {
    // It may have come while the last bytes of the command were still on their way.
    guard conversation.isAwaitingResult, failure == nil else { return early.take() }
    return await withUnsafeContinuation { (continuation: UnsafeContinuation<ATAnswer?, Never>) in
      let timer = loop.setTimer(after: limit - loop.uptime) { [weak self] in self?.finish(nil) }
      waiting = { [loop] answer in
        loop.cancelTimer(timer)
        continuation.resume(returning: answer)
      }
    }
  }

  /// The modem switches itself off: the command under way has its answer.
  func takeFarewell() {
    conversation.abandon()
    isOutOfStep = true
    isPrepared = false
    finish(ATAnswer(result: .ok))
  }

  private func finish(_ answer: ATAnswer?) {
    if let waiting = waiting.take() { waiting(answer) } else { early = answer }
  }

  private func receive() {
    do throws(Errno) {
      let bytes = try port.readNow()
      if bytes.isEmpty { throw .ioError }
      lastByte = loop.uptime
      for event in conversation.receive(bytes) { take(event) }
    } catch .wouldBlock {
    } catch .interrupted {
    } catch {
      failure = error
      close()
      onEnd?()
    }
  }

  private func take(_ event: ATConversation.Event) {
    switch event {
    case .answered(let answer): finish(answer)
    case .prompted:
      _ = try? port.writeNow(Self.escape[...])
      if !conversation.isAwaitingResult { isOutOfStep = true }
    case .unsolicited(let code):
      if code == .started { isPrepared = false }
      onUnsolicited?(code)
    }
  }
}

extension ModemError {
  /// What a failure of the line means.
  init(_ error: Errno) {
    self = error == .timedOut ? .timedOut : .portUnavailable(code: error.rawValue)
  }
}
