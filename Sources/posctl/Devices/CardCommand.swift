import ArgumentParser
import EventLoop
import HAL
import ISO7816
import JSONText
import Octets
import PCSCReader

/// `posctl card`: what is in a card reader.
struct CardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "card",
    abstract: "Wait for a card and show its answer to reset and its applications.",
    discussion: """
      It speaks to the readers of pcscd, and reads nothing that holds a card number. The serial \
      number of a contactless card is masked unless --unmasked says otherwise. A card that posd \
      holds can't be asked at the same time.

      --json prints one object: {"reader","answerToReset":{…},"serialNumber", \
      "applications":[{"identifier","label","priority","isBlocked"}],"source"}; the answer to \
      reset is as in posctl decode atr, and the source is directory or names.
      """)

  @Option(
    help: ArgumentHelp(
      "How the reader's name begins; without it, the first reader is taken.", valueName: "name"))
  var reader: String?

  @Option(help: "How many seconds to wait for a card.")
  var timeout = 30

  @Flag(help: "One JSON object instead of text.")
  var json = false

  @Flag(help: "Show the serial number of a contactless card in clear.")
  var unmasked = false

  func run() throws(Complaint) {
    guard (1...3600).contains(timeout) else {
      throw Complaint("--timeout takes 1 to 3600 seconds, not \(timeout)")
    }
    let card = try EventLoop.run { [self] loop throws(Complaint) in
      let service = PCSCService(loop: loop)
      let driver = PCSCReader(
        name: DeviceName(reader ?? "reader"), match: PCSCReaderMatch(namePrefix: reader),
        accepting: .any, service: service)
      service.start()
      let card: PresentCard
      do throws(Complaint) {
        card = try await read(driver, of: service, loop)
      } catch {
        await service.stop()
        throw error
      }
      await service.stop()
      return card
    }
    print(json ? card.json(isMasked: !unmasked).text : card.text(isMasked: !unmasked))
  }

  private func read(
    _ driver: PCSCReader, of service: PCSCService, _ loop: EventLoop
  ) async throws(Complaint) -> PresentCard {
    try await service.expectReader(driver, wanted: reader)
    try await waitForCard(driver, loop)
    let name = driver.readerName ?? ""
    do throws(CardReaderError) {
      return try await PresentCard(in: driver, name: name)
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

  private static func words(for error: CardReaderError) -> String {
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
