import ArgumentParser
import HAL
import JSONText
import PCSCReader
import PaymentTypes

/// `posctl emv card`: what a payment card tells.
struct EMVCard: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "card",
    abstract: "Read a payment card: selection, records, counters and logs.",
    discussion: """
      It selects an application, starts it with GET PROCESSING OPTIONS, reads its records, asks \
      for its counters and reads its logs; the card signs nothing. Starting counts one transaction \
      in the card. Card numbers, tracks and names are masked unless --unmasked says otherwise.

      --json prints {"reader","answerToReset","selectedAID","exchanges":[…],"counters":[{"tag", \
      "name","value","meaning"}],"log":[{"number","objects"}],"loadLog":[],"failure"}; the \
      exchanges are as in emv decode --apdu.
      """)

  @OptionGroup var card: CardReaderOptions
  @OptionGroup var terminal: TerminalOptions

  @Flag(help: "One JSON object instead of text.")
  var json = false

  @Flag(help: "Show card numbers, tracks and other secrets in clear.")
  var unmasked = false

  func run() throws(Complaint) {
    var transaction = RecordedSession.Transaction()
    transaction.amount = 0
    transaction.date = WallClock.now.yearMonthDay
    let configuration = try terminal.configuration(transaction)
    let application = try terminal.applicationName()
    let reading = try card.withCard { driver, loop throws(CardReaderError) in
      try await CardReading(
        in: driver, name: driver.readerName ?? "", configuration: configuration,
        application: application, clock: loop)
    }
    print(
      json ? reading.json(unmasked: unmasked).text : reading.text(unmasked: unmasked),
      terminator: json ? "\n" : "")
  }
}
