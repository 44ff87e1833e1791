import ArgumentParser
import ChipTransaction
import EMVKernel
import EventLoop
import HAL
import JSONText
import Octets
import PCSCReader
import PaymentTypes
import SoftwareSecurityModule

/// `posctl emv run`: a whole transaction with a card in a reader.
struct EMVRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Perform a transaction with a card; an issuer in this program answers.",
    discussion: """
      For test cards: nothing is booked anywhere, but the card counts and decides as in any \
      transaction. The issuer answers --response-code, or unreachable; with --issuer-key it \
      verifies the card's cryptogram and proves itself to the card (ARPC).

      --record writes the session for emv replay. It holds no card number, track or name unless \
      --test-card says that the card is one.

      --json prints what emv replay prints, without differences, and “issuer”: {"authentic", \
      "remark"}.
      """)

  @OptionGroup var card: CardReaderOptions
  @OptionGroup var terminal: TerminalOptions

  @Option(help: "The amount in minor units.")
  var amount = 100

  @Option(help: ArgumentHelp("Cash within the amount, in minor units.", valueName: "amount"))
  var cashback = 0

  @Option(help: "The type of transaction, two digits: 00 purchase, 01 cash, 20 refund.")
  var type = "00"

  @Flag(name: .customLong("force-online"), help: "The merchant wants to go online.")
  var isForcedOnline = false

  @Option(
    name: .customLong("response-code"),
    help: "What the issuer answers: two characters such as 00 or 05, or unreachable.")
  var responseCode = "00"

  @Option(
    name: .customLong("issuer-key"),
    help: ArgumentHelp("The issuer's test key for cryptograms, 16 bytes.", valueName: "hex"))
  var issuerKey: String?

  @Option(help: "The cryptogram's scheme, as in posctl calc cryptogram: pboc, cvn10, cvn18, …")
  var scheme = "pboc"

  @Option(help: ArgumentHelp("Scripts for the card, templates 71 and 72.", valueName: "hex"))
  var scripts: String?

  @Option(
    help: ArgumentHelp("The PIN of a test card; without it none is typed.", valueName: "digits"))
  var pin: String?

  @Option(help: ArgumentHelp("Write the session into a file.", valueName: "file"))
  var record: String?

  @Flag(
    name: .customLong("test-card"), help: "The card is a test card: what is recorded is not masked."
  )
  var isTestCard = false

  @Flag(help: "One JSON object instead of text.")
  var json = false

  func run() throws(Complaint) {
    let configuration = try terminal.configuration(transaction())
    let application = try terminal.applicationName()
    let issuer = try issuer()
    let pin = try checkedPIN()
    let (record, answer) = try card.withCard { driver, loop throws(CardReaderError) in
      let session = try await driver.powerUp(timeout: ReaderSurroundings.answerTimeout)
      let surroundings = ReaderSurroundings(
        session, clock: loop, issuer: issuer, application: application, pin: pin)
      let record = await ChipSequence(
        configuration: configuration.kernel, parameters: configuration.parameters,
        surroundings: surroundings
      ).run()
      await session.powerDown()
      return (record, surroundings.answer)
    }
    try write(record, configuration)
    show(record, answer, configuration)
  }

  private func transaction() throws(Complaint) -> RecordedSession.Transaction {
    guard (0...999_999_999_999).contains(amount), (0...amount).contains(cashback) else {
      throw Complaint("--amount takes 0 to 999999999999 minor units, --cashback no more than it")
    }
    guard let kind = try? Hexadecimal.bytes(type), kind.count == 1 else {
      throw Complaint("--type takes two digits, such as 00")
    }
    let random = SystemEntropy().randomBytes(5)
    var transaction = RecordedSession.Transaction()
    transaction.amount = amount
    transaction.cashback = cashback
    transaction.type = kind[0]
    let now = WallClock.now
    transaction.date = now.yearMonthDay
    transaction.time = now.hourMinuteSecond
    transaction.unpredictableNumber = Array(random.prefix(4))
    transaction.random = Int(random[4]) % 99 + 1
    transaction.isForcedOnline = isForcedOnline
    return transaction
  }

  private func issuer() throws(Complaint) -> ScriptedIssuer {
    let reach: ScriptedIssuer.Reach
    if responseCode == "unreachable" {
      reach = .unreachable
    } else if let code = ResponseCode(responseCode) {
      reach = .answers(code)
    } else {
      throw Complaint("--response-code takes two characters, such as 00, or unreachable")
    }
    let key = issuerKey.flatMap { try? Hexadecimal.bytes($0) }
    guard issuerKey == nil || key?.count == 16 else {
      throw Complaint("--issuer-key takes hexadecimal digits of 16 bytes")
    }
    let known = Calculator.cryptogram.inputs.first { $0.key == "scheme" }
    if case .choice(let words)? = known?.kind, !words.contains(scheme) {
      throw Complaint("--scheme takes \(words.joined(separator: ", "))")
    }
    guard let bytes = try? Hexadecimal.bytes(scripts ?? ""), bytes.count <= 255 else {
      throw Complaint("--scripts takes hexadecimal digits of at most 255 bytes")
    }
    return ScriptedIssuer(reach: reach, masterKey: key, scheme: scheme, scripts: bytes)
  }

  private func checkedPIN() throws(Complaint) -> String? {
    guard let pin else { return nil }
    guard (4...12).contains(pin.utf8.count), pin.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { throw Complaint("--pin takes 4 to 12 digits") }
    return pin
  }

  private func write(
    _ record: ChipTransactionRecord, _ configuration: ReplayConfiguration
  ) throws(Complaint) {
    guard let path = self.record else { return }
    let recording = SessionRecording(
      configuration: configuration.kernel, parameters: configuration.parameters, record: record)
    let text = recording.json(isMasked: !isTestCard).indentedText + "\n"
    try InputFile.write(Array(text.utf8), to: path)
  }

  private func show(
    _ record: ChipTransactionRecord, _ answer: ScriptedIssuer.Answer?,
    _ configuration: ReplayConfiguration
  ) {
    let report = ReplayReport(
      record: record, commands: record.exchanges.map { ($0.command, $0.response) },
      differences: nil, warnings: configuration.warnings, unmasked: false)
    if json {
      let issuer: JSONValue =
        answer.map { answer in
          [
            "authentic": answer.isAuthentic.map { .boolean($0) } ?? .null,
            "remark": .string(answer.remark),
          ]
        } ?? .null
      guard case .object(let members) = report.json else { return }
      print(JSONValue.object(members + [.init("issuer", issuer)]).text)
    } else {
      print(report.text, terminator: "")
      if let answer { print("issuer: \(answer.remark)") }
    }
  }
}
