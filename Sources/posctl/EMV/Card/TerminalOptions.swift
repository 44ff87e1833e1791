import ArgumentParser
import BERTLV
import BoardProfile
import EMVKernel
import Octets
import YAMLDocument

/// What kind of terminal performs a transaction: objects as in a recorded session, and keys.
struct TerminalOptions: ParsableArguments {
  @Option(
    name: .customLong("terminal"), parsing: .singleValue,
    help: ArgumentHelp(
      "An object of the terminal, as in emv replay; may be given several times.",
      valueName: "tag=value"))
  var terminal: [String] = []

  @Option(
    name: .customLong("ca-keys"), parsing: .singleValue,
    help: ArgumentHelp(
      "A file of scheme keys, such as board-profiles/ca-keys/unionpay-test.yaml.",
      valueName: "file"))
  var keyFiles: [String] = []

  @Option(
    name: .customLong("applications"), parsing: .singleValue,
    help: ArgumentHelp(
      "A file of applications, such as board-profiles/applications/unionpay.yaml.",
      valueName: "file"))
  var applicationFiles: [String] = []

  @Option(
    help: ArgumentHelp(
      "The application to use, by its name or its beginning.", valueName: "aid"))
  var application: String?

  /// The objects and a transaction, made into a configuration where replays make theirs.
  func configuration(
    _ transaction: RecordedSession.Transaction
  ) throws(Complaint) -> ReplayConfiguration {
    var session = RecordedSession()
    session.transaction = transaction
    for text in terminal { session.terminal.append(try Self.object(text)) }
    var configuration: ReplayConfiguration
    do throws(SessionError) {
      configuration = try ReplayConfiguration(session, RecordedValues([]))
    } catch {
      throw Complaint(error.text)
    }
    do throws(YAMLError) {
      for path in keyFiles { configuration.use(try AuthorityKeyFile.read(path: path).keys) }
      var applications: [ApplicationConfiguration] = []
      for path in applicationFiles { applications += try ApplicationFile.read(path: path) }
      configuration.use(applications)
    } catch {
      throw Complaint("\(error)")
    }
    return configuration
  }

  /// The beginning of the application's name, or nil when none is given.
  func applicationName() throws(Complaint) -> [UInt8]? {
    guard let application else { return nil }
    guard let name = try? Hexadecimal.bytes(application), (1...16).contains(name.count) else {
      throw Complaint("--application takes hexadecimal digits, as A000000333010101")
    }
    return name
  }

  private static func object(_ text: String) throws(Complaint) -> RecordedSession.TerminalObject {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, let name = try? Hexadecimal.bytes(parts[0]),
      (1...4).contains(name.count),
      let tag = DataObjectTag(rawValue: name.reduce(0) { $0 << 8 | UInt32($1) }),
      let value = try? Hexadecimal.bytes(parts[1]), value.count < 256
    else {
      throw Complaint(
        "--terminal takes a tag and its value, as 9F33=E0F8C8, not “\(TerminalText.harmless(text))”"
      )
    }
    return RecordedSession.TerminalObject(tag: tag, value: value)
  }
}
