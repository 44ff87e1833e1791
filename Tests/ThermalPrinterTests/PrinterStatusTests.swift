import EventLoop
import HAL
import MockDevices
import Testing
import ThermalPrinter

/// What a printer says of itself, in each way that a profile can name.
@Suite struct PrinterStatusTests {
  typealias Hand = @Sendable (EmulatedPrinter) -> Void

  static let hands: [(Hand, PrinterStatus)] = [
    ({ _ in }, PrinterStatus()),
    ({ $0.isPaperLow = true }, PrinterStatus(isPaperLow: true)),
    ({ $0.removePaper() }, PrinterStatus(hasPaper: false, isPaperLow: true, isOffline: true)),
    ({ $0.isCoverOpen = true }, PrinterStatus(isCoverOpen: true, isOffline: true)),
    ({ $0.isOverheated = true }, PrinterStatus(isOverheated: true, isOffline: true)),
    ({ $0.fault = .jam }, PrinterStatus(isOffline: true, fault: .mechanical)),
    ({ $0.fault = .cutter }, PrinterStatus(isOffline: true, fault: .cutter)),
    ({ $0.fault = .unrecoverable }, PrinterStatus(isOffline: true, fault: .unrecoverable)),
    // Somebody feeds paper: it will pass.
    ({ $0.isFeedButtonHeld = true }, PrinterStatus()),
  ]

  @Test(arguments: hands.indices)
  func `every state is told in real time`(index: Int) throws {
    let (hand, expected) = Self.hands[index]
    let status = try EventLoop.run { loop in
      let counter = try Counter(loop)
      hand(counter.printer)
      return await counter.status()
    }
    #expect(status == .success(expected))
  }

  @Test(arguments: hands.indices)
  func `every change is told by a printer that tells changes`(index: Int) throws {
    let (hand, expected) = Self.hands[index]
    let (before, after) = try EventLoop.run { loop in
      let counter = try Counter(loop, .terminal, .quick { $0.status = .automatic })
      let before = await counter.status()
      hand(counter.printer)
      return (before, await counter.status())
    }
    #expect(before == .success(PrinterStatus()))
    #expect(after == .success(expected))
  }

  @Test func `what a person would put right first is the obstacle`() {
    #expect(PrinterStatus().obstacle == nil)
    #expect(PrinterStatus(isPaperLow: true).obstacle == nil)
    #expect(PrinterStatus(hasPaper: false, isCoverOpen: true).obstacle == .coverOpen)
    #expect(PrinterStatus(hasPaper: false, isOverheated: true).obstacle == .paperOut)
    #expect(PrinterStatus(isOverheated: true, isOffline: true).obstacle == .overheated)
    #expect(PrinterStatus(isOffline: true).obstacle == .offline)
  }

  @Test func `silence behind an open cover is told as far as the port knows`() throws {
    let (before, during, after) = try EventLoop.run { loop in
      let counter = try Counter(loop, model: .with { $0.isSilentWhenCoverOpen = true })
      let before = await counter.status()
      counter.printer.isCoverOpen = true
      let during = await counter.status()
      counter.printer.isCoverOpen = false
      return (before, during, await counter.status())
    }
    #expect(before == .success(PrinterStatus()))
    #expect(during == .failure(.timedOut))
    #expect(after == .success(PrinterStatus()))
  }

  @Test func `a printer that answers no question in real time is silent`() throws {
    let status = try EventLoop.run { loop in
      let counter = try Counter(loop, model: .mute)
      return await counter.status()
    }
    #expect(status == .failure(.timedOut))
  }
}
