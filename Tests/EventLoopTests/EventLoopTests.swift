import EventLoop
import HAL
import SystemPackage
import Testing

@Suite struct EventLoopTests {
  @Test func `timers fire in order and not when cancelled`() {
    nonisolated(unsafe) var fired: [Int] = []  // the loop runs on this thread
    EventLoop.run { loop in
      loop.setTimer(after: .milliseconds(4)) { fired.append(2) }
      loop.setTimer(after: .milliseconds(1)) { fired.append(1) }
      let timer = loop.setTimer(after: .milliseconds(2)) { fired.append(3) }
      loop.cancelTimer(timer)
      await loop.sleep(for: .milliseconds(8))
    }
    #expect(fired == [1, 2])
  }

  @Test func `a mailbox hands over, and gives up after its time-out`() {
    nonisolated(unsafe) var seen: [Int?] = []  // the loop runs on this thread
    EventLoop.run { loop in
      let mailbox = Mailbox<Int>(clock: loop)
      loop.setTimer(after: .milliseconds(2)) { mailbox.post(7) }
      seen.append(await mailbox.next(timeout: .seconds(5)))
      seen.append(await mailbox.next(timeout: .milliseconds(1)))
      mailbox.post(8)
      seen.append(await mailbox.next(timeout: nil))
    }
    #expect(seen == [7, nil, 8])
  }

  @Test func `a turnstile lets one through at a time, in order, and not for ever`() {
    nonisolated(unsafe) var seen: [String] = []  // the loop runs on this thread
    EventLoop.run { loop in
      let turnstile = Turnstile(clock: loop)
      _ = await turnstile.enter(timeout: .zero)
      seen.append("late: \(await turnstile.enter(timeout: .milliseconds(1)))")
      loop.setTimer(after: .milliseconds(1)) {
        seen.append("leave")
        turnstile.leave()
      }
      seen.append("next: \(await turnstile.enter(timeout: .seconds(5)))")
      turnstile.leave()
      seen.append("free: \(await turnstile.enter(timeout: .zero))")
    }
    #expect(seen == ["late: false", "leave", "next: true", "free: true"])
  }

  @Test func `bytes cross a pipe, and a silent one times out`() {
    nonisolated(unsafe) var seen: [[UInt8]] = []  // the loop runs on this thread
    nonisolated(unsafe) var failure: Errno?
    EventLoop.run { loop in
      guard let ends = try? FileDescriptor.pipe() else { return }
      let reader = AsyncDescriptor(ends.readEnd, loop: loop)
      let writer = AsyncDescriptor(ends.writeEnd, loop: loop)
      do throws(Errno) {
        try await writer.write([1, 2, 3], timeout: .seconds(1))
        seen.append(try await reader.read(timeout: .seconds(1)))
        seen.append(try await reader.read(timeout: .milliseconds(1)))
      } catch {
        failure = error
      }
      writer.close()
    }
    #expect(seen == [[1, 2, 3]])
    #expect(failure == .timedOut)
  }

  @Test func `closing wakes the reader`() {
    nonisolated(unsafe) var failure: Errno?  // the loop runs on this thread
    EventLoop.run { loop in
      guard let ends = try? FileDescriptor.pipe() else { return }
      let reader = AsyncDescriptor(ends.readEnd, loop: loop)
      loop.setTimer(after: .milliseconds(1)) { reader.close() }
      do throws(Errno) {
        _ = try await reader.read(timeout: .seconds(5))
      } catch {
        failure = error
      }
      try? ends.writeEnd.close()
    }
    #expect(failure == .badFileDescriptor)
  }

  @Test func `the calendar follows the center and says so`() {
    let loop = EventLoop(hasBatteryClock: false)
    #expect(loop.wallClock.trust == .none)
    loop.setWallClock(secondsSince1970: 1_000_000)
    #expect(loop.wallClock.trust == .center)
    #expect((1_000_000...1_000_002).contains(loop.wallClock.secondsSince1970))
  }
}
