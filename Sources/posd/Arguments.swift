/// What stands on the command line.
struct Arguments: Hashable {
  /// The board profile.
  var profile: String
  /// `KEY=VALUE` pairs that replace values of the profile.
  var overrides: [String] = []

  /// What the command line asks for.
  enum Request: Hashable {
    /// Run the terminal.
    case run(Arguments)
    /// Print how to use the program.
    case help
    /// Print the version.
    case version
  }

  /// A command line that makes no sense, in words.
  struct Mistake: Error, Hashable {
    let text: String
  }

  static let usage = """
    posd: the firmware of a Lianji 联机 payment terminal

    USAGE: posd --profile FILE [--set KEY=VALUE]...

    OPTIONS:
      --profile FILE     the board profile (board-profiles/*.yaml)
      --set KEY=VALUE    replaces a value of the profile, such as center.port=9584
      --version          prints the version
      --help             prints this text

    It runs until SIGTERM. The log goes to standard error, one JSON object a line; card numbers in
    it are masked. Exit status: 0 stopped on request, 1 the ledger or a device failed, 2 the
    command line, the profile or the ledger needs a person.
    """

  /// Reads the arguments after the program's name.
  static func parse(_ words: some Sequence<String>) throws(Mistake) -> Request {
    var profile: String?
    var overrides: [String] = []
    var rest = Array(words)[...]
    while let word = rest.popFirst() {
      switch word {
      case "--help", "-h": return .help
      case "--version": return .version
      case "--profile": profile = try value(of: word, &rest)
      case "--set": overrides.append(try value(of: word, &rest))
      default:
        throw Mistake(text: "unknown argument “\(word)”; posd --help lists what there is")
      }
    }
    guard let profile else {
      throw Mistake(text: "no board profile: use posd --profile FILE")
    }
    return .run(Arguments(profile: profile, overrides: overrides))
  }

  private static func value(
    of option: String, _ rest: inout ArraySlice<String>
  ) throws(Mistake) -> String {
    guard let value = rest.popFirst() else { throw Mistake(text: "\(option) needs a value") }
    return value
  }
}
