import ESCPOS
import EmulatedPorts
import EventLoop
import Glibc
import HAL
import MockDevices
import SystemPackage
import Testing
import ThermalPrinter

/// One slip as a job, from the question before it to the proof behind it.
@Suite struct ESCPOSPrinterTests {
  @Test(arguments: Counter.Way.allCases)
  func `a slip comes out whole and is confirmed, over every way`(way: Counter.Way) throws {
    let (outcome, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop, way)
      return (await counter.print(SampleSlip.short), counter.printer.slips)
    }
    #expect(outcome == .confirmed)
    #expect(slips.map(\.textLines) == [SampleSlip.shortText])
    #expect(slips.map(\.isComplete) == [true])
  }

  @Test func `a nearly used up roll is told, and the slip comes out`() throws {
    let outcome = try EventLoop.run { loop in
      let counter = try Counter(loop)
      counter.printer.isPaperLow = true
      return await counter.print(SampleSlip.short)
    }
    #expect(outcome == .success(PrintReport(proof: .confirmed, isPaperLow: true)))
  }

  @Test func `without paper, with an open cover or a fault nothing is begun`() throws {
    let (outcomes, bytes) = try EventLoop.run { loop in
      let counter = try Counter(loop)
      let printer = counter.printer
      printer.removePaper()
      var outcomes = [await counter.print(SampleSlip.short)]
      printer.loadPaper()
      printer.isCoverOpen = true
      outcomes.append(await counter.print(SampleSlip.short))
      printer.isCoverOpen = false
      for fault in [EmulatedPrinter.Fault.jam, .cutter, .unrecoverable] {
        printer.fault = fault
        outcomes.append(await counter.print(SampleSlip.short))
        printer.fault = nil
      }
      return (outcomes, printer.current.bytes)
    }
    let reasons: [PrinterError] = [
      .paperOut, .coverOpen, .mechanical, .cutterStuck, .unrecoverable,
    ]
    #expect(outcomes == reasons.map { .failed($0, isBegun: false) })
    #expect(bytes.isEmpty)
  }

  @Test(arguments: [1, 20, 60, 99], PrinterProfile.StatusLevel.telling)
  func `when the paper ends in the middle, the slip is printed again from the top`(
    lines: Int, level: PrinterProfile.StatusLevel
  ) throws {
    let (outcomes, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop, .terminal, .quick { $0.status = level })
      counter.printer.linesUntilPaperEnd = lines
      var outcomes = [await counter.print(SampleSlip.long, as: "sale")]
      counter.printer.loadPaper()
      outcomes.append(await counter.print(SampleSlip.long, as: "sale"))
      return (outcomes, counter.printer.slips)
    }
    #expect(outcomes == [.failed(.paperOut, isBegun: true), .confirmed])
    // A torn piece, then the whole slip: nothing of the first try comes out behind it.
    #expect(slips.map(\.isComplete) == [false, true])
    #expect(slips.map(\.textLines.count) == [lines, 100])
  }

  @Test(arguments: PrinterProfile.StatusLevel.telling)
  func `when the cover opens in the middle, the half slip is cut off`(
    level: PrinterProfile.StatusLevel
  ) throws {
    let (outcomes, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop, .terminal, .quick { $0.status = level })
      counter.printer.onLine = { [printer = counter.printer] in
        if $0 == 30 { printer.isCoverOpen = true }
      }
      var outcomes = [await counter.print(SampleSlip.long, as: "sale")]
      outcomes.append(await counter.print(SampleSlip.long, as: "sale"))
      outcomes.append(await counter.print(SampleSlip.long, as: "other"))
      counter.printer.isCoverOpen = false
      outcomes.append(await counter.print(SampleSlip.long, as: "other"))
      return (outcomes, counter.printer.slips)
    }
    #expect(
      outcomes == [
        .failed(.coverOpen, isBegun: true), .failed(.coverOpen, isBegun: true),
        .failed(.coverOpen, isBegun: false), .confirmed,
      ])
    #expect(slips.map(\.isComplete) == [false, true])
    #expect(slips.map(\.textLines.count) == [30, 100])
  }

  @Test(arguments: PrinterProfile.StatusLevel.telling)
  func `a head that gets hot in the middle goes on when it has cooled down`(
    level: PrinterProfile.StatusLevel
  ) throws {
    let (outcome, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop, .terminal, .quick { $0.status = level })
      counter.printer.onLine = { [printer = counter.printer] in
        guard $0 == 50 else { return }
        printer.isOverheated = true
        loop.setTimer(after: .milliseconds(200)) { printer.isOverheated = false }
      }
      return (await counter.print(SampleSlip.long), counter.printer.slips)
    }
    #expect(outcome == .confirmed)
    #expect(slips.map(\.textLines.count) == [100])
  }

  @Test func `a hot head is waited for, but not for ever`() throws {
    let (outcomes, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop)
      counter.printer.isOverheated = true
      var outcomes = [await counter.print(SampleSlip.short, timeout: .milliseconds(300))]
      loop.setTimer(after: .milliseconds(30)) { counter.printer.isOverheated = false }
      outcomes.append(await counter.print(SampleSlip.short))
      return (outcomes, counter.printer.slips)
    }
    #expect(outcomes == [.failed(.overheated, isBegun: false), .confirmed])
    #expect(slips.map(\.textLines) == [SampleSlip.shortText])
  }

  @Test(arguments: PrinterProfile.StatusLevel.telling)
  func `a slip that lacks only its cut is cut when the cutter is free, and not printed twice`(
    level: PrinterProfile.StatusLevel
  ) throws {
    let (outcomes, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop, .terminal, .quick { $0.status = level })
      counter.printer.jamsAtNextCut = true
      var outcomes = [await counter.print(SampleSlip.long, as: "sale")]
      counter.printer.clearFault()
      outcomes.append(await counter.print(SampleSlip.long, as: "sale"))
      outcomes.append(await counter.print(SampleSlip.short, as: "next"))
      return (outcomes, counter.printer.slips)
    }
    #expect(outcomes == [.failed(.cutterStuck, isBegun: true), .confirmed, .confirmed])
    #expect(slips.map(\.textLines.count) == [100, 6])
    #expect(slips.map(\.isComplete) == [true, true])
  }

  @Test func `a cutter that is still stuck is told again`() throws {
    let outcomes = try EventLoop.run { loop in
      let counter = try Counter(loop)
      counter.printer.jamsAtNextCut = true
      return [
        await counter.print(SampleSlip.short, as: "sale"),
        await counter.print(SampleSlip.short, as: "sale"),
      ]
    }
    #expect(
      outcomes == [
        .failed(.cutterStuck, isBegun: true), .failed(.cutterStuck, isBegun: true),
      ])
  }

  @Test func `another slip after an uncut one is cut off from it`() throws {
    let (outcomes, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop)
      counter.printer.jamsAtNextCut = true
      var outcomes = [await counter.print(SampleSlip.long, as: "sale")]
      counter.printer.clearFault()
      outcomes.append(await counter.print(SampleSlip.short, as: "next"))
      return (outcomes, counter.printer.slips)
    }
    #expect(outcomes == [.failed(.cutterStuck, isBegun: true), .confirmed])
    #expect(slips.map(\.textLines.count) == [100, 6])
  }

  @Test func `a jam in the middle is cleared by hand, then the slip comes from its top`() throws {
    let (outcomes, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop)
      counter.printer.onLine = { [printer = counter.printer] in
        if $0 == 40 { printer.fault = .jam }
      }
      var outcomes = [await counter.print(SampleSlip.long, as: "sale")]
      outcomes.append(await counter.print(SampleSlip.long, as: "sale"))
      counter.printer.clearFault()
      outcomes.append(await counter.print(SampleSlip.long, as: "sale"))
      return (outcomes, counter.printer.slips)
    }
    #expect(
      outcomes == [
        .failed(.mechanical, isBegun: true), .failed(.mechanical, isBegun: true), .confirmed,
      ])
    #expect(slips.map(\.textLines.count) == [40, 100])
    #expect(slips.map(\.isComplete) == [false, true])
  }

  @Test func `a printer that does not report what it printed gives a weak proof`() throws {
    let (outcomes, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop, model: .with { $0.answersSensorReports = false })
      let outcomes = [await counter.print(SampleSlip.long), await counter.print(SampleSlip.short)]
      return (outcomes, counter.printer.slips)
    }
    #expect(outcomes == [.weak, .weak])
    #expect(slips.map(\.textLines.count) == [100, 6])
  }

  @Test func `a printer that tells nothing gives a weak proof when the profile says so`() throws {
    let (status, outcome, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop, .tcp, .quick { $0.status = .none }, model: .mute)
      return (
        await counter.status(), await counter.print(SampleSlip.short), counter.printer.slips
      )
    }
    #expect(status == .success(PrinterStatus(evidence: .none)))
    #expect(outcome == .weak)
    #expect(slips.map(\.textLines) == [SampleSlip.shortText])
  }

  @Test func `a printer that has reported before and stops to is not taken at its word`() throws {
    let (outcomes, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop)
      var outcomes = [await counter.print(SampleSlip.short)]
      // The paper ends, and the printer says that all is well.
      counter.printer.model.lies = true
      counter.printer.linesUntilPaperEnd = 30
      outcomes.append(await counter.print(SampleSlip.long, as: "sale"))
      await loop.sleep(for: .milliseconds(50))  // a roll is not changed faster
      counter.printer.model.lies = false
      counter.printer.loadPaper()
      outcomes.append(await counter.print(SampleSlip.long, as: "sale"))
      return (outcomes, counter.printer.slips)
    }
    #expect(outcomes == [.confirmed, .failed(.timedOut, isBegun: true), .confirmed])
    #expect(slips.map(\.textLines.count) == [6, 30, 100])
  }

  @Test func `a printer that falls silent in the middle is told, and printed again`() throws {
    let (outcomes, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop)
      counter.printer.onLine = { [printer = counter.printer] in
        if $0 == 30 { printer.isDead = true }
      }
      let first = await counter.print(SampleSlip.long, as: "sale")
      counter.printer.isDead = false
      let second = await counter.print(SampleSlip.long, as: "sale")
      return ([first, second], counter.printer.slips)
    }
    #expect(outcomes == [.failed(.timedOut, isBegun: true), .confirmed])
    #expect(slips.last?.textLines.count == 100)
    #expect(slips.last?.isComplete == true)
  }

  @Test func `power that drops in the middle leaves a piece, and the slip comes again`() throws {
    let (outcomes, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop)
      counter.printer.onLine = { [printer = counter.printer] in
        if $0 == 30 { printer.switchOff() }
      }
      let first = await counter.print(SampleSlip.long, as: "sale")
      counter.printer.switchOn()
      return ([first, await counter.print(SampleSlip.long, as: "sale")], counter.printer.slips)
    }
    #expect(outcomes == [.failed(.timedOut, isBegun: true), .confirmed])
    #expect(slips.map(\.textLines.count) == [30, 100])
    #expect(slips.map(\.isComplete) == [false, true])
  }

  @Test func `a piece from before the terminal was started is cut off`() throws {
    let slips = try EventLoop.run { loop in
      let counter = try Counter(loop)
      _ = counter.printer.receive(Array("half a slip\n".utf8))
      _ = await counter.print(SampleSlip.short, mayFollowPiece: true)
      return counter.printer.slips
    }
    #expect(slips.map(\.textLines) == [["half a slip"], SampleSlip.shortText])
    #expect(slips.map(\.isComplete) == [false, true])
  }

  @Test func `a connection that ended between two slips is made again`() throws {
    let (outcomes, slips) = try EventLoop.run { loop in
      let counter = try Counter(loop, .tcp)
      var outcomes = [await counter.print(SampleSlip.short)]
      counter.hangUp()
      outcomes.append(await counter.print(SampleSlip.short))
      return (outcomes, counter.printer.slips)
    }
    #expect(outcomes == [.confirmed, .confirmed])
    #expect(slips.count == 2)
  }

  @Test func `two slips at once come out one after the other`() throws {
    let slips = try EventLoop.run { loop in
      let counter = try Counter(loop)
      nonisolated(unsafe) let both = counter  // one loop, one thread
      async let first = both.print(SampleSlip.long)
      async let second = both.print(SampleSlip.long)
      _ = (await first, await second)
      return counter.printer.slips
    }
    #expect(slips.map(\.textLines.count) == [100, 100])
  }

  @Test func `a slip that waits too long for another one is not begun`() throws {
    let outcome = try EventLoop.run { loop in
      let counter = try Counter(loop, model: .with { $0.rowsPerSecond = 8000 })
      nonisolated(unsafe) let both = counter  // one loop, one thread
      async let first = both.print(SampleSlip.long)
      async let second = both.print(SampleSlip.short, timeout: .milliseconds(20))
      _ = await first
      return await second
    }
    #expect(outcome == .failed(.timedOut, isBegun: false))
  }
}

extension PrinterProfile.StatusLevel {
  /// Those on which a printer names its trouble over any port.
  static let telling: [Self] = [.realTime, .automatic]
}
