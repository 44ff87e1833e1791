import ArgumentParser
import EventLoop
import HAL
import PCSCReader

/// Which reader of pcscd is meant, and how long to wait for a card in it.
struct CardReaderOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How the reader's name begins; without it, the first reader is taken.", valueName: "name"))
  var reader: String?

  @Option(help: "How many seconds to wait for a card.")
  var timeout = 30

  /// Waits for a card and does something with the reader that has it; the driver is stopped then.
  func withCard<Value: Sendable>(
    _ body: @escaping @Sendable (PCSCReader, EventLoop) async throws(CardReaderError) -> Value
  ) throws(Complaint) -> Value {
    guard (1...3600).contains(timeout) else {
      throw Complaint("--timeout takes 1 to 3600 seconds, not \(timeout)")
    }
    return try EventLoop.run { [self] loop throws(Complaint) in
      let service = PCSCService(loop: loop)
      let driver = PCSCReader(
        name: DeviceName(reader ?? "reader"), match: PCSCReaderMatch(namePrefix: reader),
        accepting: .any, service: service)
      service.start()
      let value: Value
      do throws(Complaint) {
        value = try await perform(driver, of: service, loop, body)
      } catch {
        await service.stop()
        throw error
      }
      await service.stop()
      return value
    }
  }

  private func perform<Value>(
    _ driver: PCSCReader, of service: PCSCService, _ loop: EventLoop,
    _ body: (PCSCReader, EventLoop) async throws(CardReaderError) -> Value
  ) async throws(Complaint) -> Value {
    try await service.expectReader(driver, wanted: reader)
    try await waitForCard(driver, loop)
    let name = driver.readerName ?? ""
    do throws(CardReaderError) {
      return try await body(driver, loop)
    } catch {
      throw Complaint("\(name): \(Self.words(for: error))")
    }
  }

  private func waitForCard(_ driver: PCSCReader, _ loop: EventLoop) async throws(Complaint) {
    let end = loop.uptime + .seconds(timeout)
    if !driver.isCardPresent {
      StandardError.write("Put a card into \(driver.readerName ?? "the reader").")
    }
    while !driver.isCardPresent {
      guard loop.uptime < end else {
        throw Complaint("no card came within \(timeout) seconds; --timeout waits longer")
      }
      await loop.sleep(for: .milliseconds(50))
    }
  }

  /// What went wrong, and what to do.
  static func words(for error: CardReaderError) -> String {
    switch error {
    case .mute: "the card does not answer; is it the right way round?"
    case .noCard, .cardRemoved: "the card was pulled out"
    case .shared: "another program holds the card; stop posd first"
    case .readerGone: "the reader was unplugged"
    case .serviceUnavailable: "pcscd has stopped"
    case .accessDenied: "pcscd does not let this program in; run it as root"
    case .unsupportedCard: "the card's answer to reset is none"
    case .cardReset: "another program has reset the card; try again"
    case .timedOut: "the card takes too long"
    case .notSupported, .invalidCommand: "the reader can't do this"
    case .communication(let code):
      "the card can't be read (\(String(UInt32(truncatingIfNeeded: code), radix: 16)))"
    }
  }
}
