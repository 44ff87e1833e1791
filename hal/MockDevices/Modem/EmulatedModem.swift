package import HAL

/// A modem that exists only as bytes: AT commands in, answers out.
///
/// Its device face is `receive` and `takeUnsolicited`; everything else is its test face, with which
/// a test pulls the SIM, weakens the signal, mutes the modem, has it lie or garbles its line. Its
/// reading of commands is its own and shares no code with the driver.
/// Source: 3GPP TS 27.007; ITU-T V.250; the families' data for what makers do differently.
package final class EmulatedModem: EmulatedByteDevice {
  /// What the network does with the modem.
  package enum Registration: Hashable, Sendable {
    /// Not searching.
    case idle
    /// Registered at home.
    case home
    /// Searching.
    case searching
    /// Refused with this cause of 3GPP TS 24.008.
    case denied(cause: Int)
    /// Registered as a guest.
    case roaming
    /// Emergency calls only.
    case emergencyOnly
  }

  /// The kind of cell, by its number in TS 27.007.
  package enum Cell: Int, Hashable, Sendable {
    /// GSM.
    case gsm = 0
    /// UMTS.
    case utran = 2
    /// LTE.
    case lte = 7
  }

  /// The settings that a modem forgets when it restarts.
  struct Settings {
    var hasEcho = true
    var isVerbose = true
    var errorMode = 0
    var functionality = 1
    var operatorFormat = 0
    var registrationMode = ["+CREG": 0, "+CGREG": 0, "+CEREG": 0]
    var detection: Set<String> = []
    var reportsPacketEvents = false
    /// The message whose text the modem waits for.
    var isPrompting = false
  }

  /// A packet data context.
  struct Context: Hashable {
    var accessPoint: String
    var isActive: Bool
  }

  /// Bytes that a command line may have; the rest is dropped.
  static let lineLimit = 2048

  /// How its maker has it talk.
  package let personality: ModemPersonality
  /// The modem's number.
  package var imei = "004401010000018"
  /// The network's name.
  package var operatorName = "Test Net"
  /// The network's number.
  package var operatorNumber = "00101"
  /// Power in dBm that arrives at the antenna; nil when the modem does not know it.
  package var signal: Int? = -73
  /// Whether packet data is attached while registered.
  package var isAttached = true
  /// Commands, such as `+QCCID`, that this modem does not know.
  package var unsupported: Set<String> = []
  /// Raw bytes to answer a command with, such as `+CPIN?`, in place of the truth.
  package var lies: [String: String] = [:]
  /// Bytes of line noise before each answer.
  package var noise: [UInt8] = []
  /// A line that comes unasked between each command and its answer.
  package var interruption: String?
  /// What stands before and after each line.
  package var lineEnds = (start: "\r\n", end: "\r\n")
  /// Whether the modem hears nothing and says nothing.
  package var isDead = false
  /// Whether answers are kept back until `releaseAnswers`, as if the modem were slow.
  package var holdsAnswers = false
  /// How long each answer takes, by the clock that it was given.
  package var delay = Duration.zero
  /// Whether a command that comes sooner after an answer than its maker allows is lost.
  package var losesHastyCommands = false
  /// Bytes of a command line that it reads; nil when it is not one of the old ones that cut.
  package var commandLengthLimit: Int?
  /// What the network does; a change is reported as the settings say.
  package var registration: Registration = .home {
    didSet { if registration != oldValue { reportRegistration() } }
  }
  /// The kind of cell.
  package var cell: Cell = .lte

  /// The command lines that came, without their ends.
  package private(set) var commands: [String] = []
  /// Whether it is switched on.
  package private(set) var isOn = true
  /// The SIM in the holder.
  package internal(set) var sim: EmulatedSIM?
  package var onUnsolicited: (() -> Void)?

  /// What `+CFUN` was set to last.
  package var functionality: Int { settings.functionality }
  var settings = Settings()
  var contexts = [1: Context(accessPoint: "test.apn", isActive: true)]
  private let clock: (any DeviceClock)?
  private var line: [UInt8] = []
  private var lastAnswer: Duration?
  private var held: [UInt8] = []
  private var unsolicited: [UInt8] = []

  /// Makes a modem that has just started, with a SIM or without; only `delay` and
  /// `losesHastyCommands` need a clock.
  package init(
    _ personality: ModemPersonality = .standard, sim: EmulatedSIM? = EmulatedSIM(),
    clock: (any DeviceClock)? = nil
  ) {
    self.personality = personality
    self.sim = sim
    self.clock = clock
    if !personality.knowsLTE { cell = .gsm }
  }

  package func receive(_ bytes: [UInt8]) -> [UInt8] {
    if isDead || !isOn { return [] }
    var output: [UInt8] = []
    for byte in bytes {
      if settings.isPrompting {
        output += receiveText(byte)
        continue
      }
      if settings.hasEcho { output.append(byte) }
      if byte == 0x0D {
        let text = String(decoding: line, as: UTF8.self)
        line = []
        output += answer(toLine: text)
      } else if byte > 0x20 || !line.isEmpty, line.count < Self.lineLimit {
        line.append(byte)
      }
    }
    return output
  }

  package func takeUnsolicited() -> [UInt8] {
    defer { unsolicited = [] }
    return unsolicited
  }

  private func answer(toLine text: String) -> [UInt8] {
    let text = String(text.prefix(commandLengthLimit ?? Self.lineLimit))
    guard let start = text.rangeOfAttention, !isHasty else { return [] }
    defer { lastAnswer = clock?.uptime }
    commands.append(String(text[start.lowerBound...]))
    let body = String(text[start.upperBound...])
    var output = noise
    if let interruption { output += written(interruption) }
    if let lie = lies[body.uppercased()] {
      output += Array(lie.utf8)
    } else {
      output += honestAnswer(to: body)
    }
    return delayed(output)
  }

  private var isHasty: Bool {
    guard losesHastyCommands, let lastAnswer, let clock else { return false }
    return clock.uptime - lastAnswer < personality.commandGap
  }

  private func honestAnswer(to body: String) -> [UInt8] {
    var lines: [String] = []
    var result = EmulatedResult.ok
    for command in Self.split(body) {
      let answer = self.answer(to: command)
      lines += answer.lines
      result = answer.result
      if result != .ok { break }
    }
    return lines.flatMap(written) + written(result)
  }

  private func delayed(_ output: [UInt8]) -> [UInt8] {
    if holdsAnswers {
      held += output
      return []
    }
    guard delay > .zero, let clock else { return output }
    clock.setTimer(after: delay) { [weak self] in self?.send(rawBytes: output) }
    return []
  }

  /// A text ends with Control-Z, or is given up with escape.
  private func receiveText(_ byte: UInt8) -> [UInt8] {
    switch byte {
    case 0x1A, 0x1B:
      settings.isPrompting = false
      line = []
      return written(.ok)
    case 0x0D: return Array("\r\n> ".utf8)
    default: return []
    }
  }

  private func written(_ line: String) -> [UInt8] {
    Array((settings.isVerbose ? lineEnds.start + line + lineEnds.end : "\(line)\r\n").utf8)
  }

  private func written(_ result: EmulatedResult) -> [UInt8] {
    switch (result, settings.isVerbose) {
    case (.silent, _): []
    case (.prompt, _): Array("\r\n> ".utf8)
    case (.ok, true): written("OK")
    case (.ok, false): Array("0\r".utf8)
    case (.equipmentError(let code), _) where settings.errorMode > 0:
      written("+CME ERROR: \(code)")
    case (_, true): written("ERROR")
    case (_, false): Array("4\r".utf8)
    }
  }

  /// Takes a line of several commands apart: basic ones follow each other, others stand between
  /// semicolons.
  private static func split(_ body: String) -> [String] {
    var commands: [String] = []
    for part in body.split(separator: ";", omittingEmptySubsequences: true) {
      var rest = part
      while let first = rest.first, first.isLetter || first == "&", first.uppercased() != "D" {
        let head = rest.prefix(first == "&" ? 2 : 1)
        let digits = rest.dropFirst(head.count).prefix { $0.isNumber }
        commands.append((head + digits).uppercased())
        rest = rest.dropFirst(head.count + digits.count)
      }
      if !rest.isEmpty { commands.append(String(rest)) }
    }
    return commands
  }
}

// What a test does to it.
extension EmulatedModem {
  /// Has it answer in digits, as somebody may have left it.
  package func answerInDigits() { settings.isVerbose = false }

  /// Puts a SIM into the holder, or takes it out.
  ///
  /// It tells so when its holder has a switch and somebody has turned the report on.
  package func setSIM(_ sim: EmulatedSIM?) {
    self.sim = sim
    let report = sim == nil ? personality.simRemoved : personality.simInserted
    if let report, settings.detection.isSuperset(of: personality.simDetection) {
      send(unsolicited: report)
      if let pinState { send(unsolicited: "+CPIN: \(pinState)") }
    }
    reportRegistration()
  }

  /// Forgets the command lines that came.
  package func forgetCommands() { commands = [] }

  /// Sends a line that nobody asked for.
  package func send(unsolicited line: String) { send(rawBytes: written(line)) }

  /// Sends bytes that nobody asked for, such as noise.
  package func send(rawBytes bytes: [UInt8]) {
    if isDead || !isOn { return }
    unsolicited += bytes
    onUnsolicited?()
  }

  /// Sends the answers that `holdsAnswers` kept back, and holds no more of them.
  package func releaseAnswers() {
    holdsAnswers = false
    let bytes = held
    held = []
    send(rawBytes: bytes)
  }

  /// Restarts the modem: it forgets its settings and says so, unless it is one that says nothing.
  package func restart(silently isSilent: Bool = false) {
    settings = Settings()
    line = []
    held = []
    if isSilent { return }
    for text in personality.greeting { send(unsolicited: text) }
    if let pinState { send(unsolicited: "+CPIN: \(pinState)") }
  }

  /// Cuts its supply: it is off and forgets everything.
  package func dropPower() {
    isOn = false
    settings = Settings()
    line = []
    held = []
    unsolicited = []
  }

  /// Somebody presses its power key for long enough: on when it was off, off when it was on.
  package func pressPowerKey() {
    if isOn {
      sayFarewell()
    } else {
      isOn = true
      isDead = false
      restart()
    }
  }

  /// It leaves with a word and is off.
  func sayFarewell() {
    if !personality.farewell.isEmpty { send(unsolicited: personality.farewell) }
    let last = unsolicited
    dropPower()
    unsolicited = last
  }

  /// The network ends a packet data context.
  package func endContext(_ number: Int) {
    contexts[number]?.isActive = false
    if settings.reportsPacketEvents { send(unsolicited: "+CGEV: NW DEACT \"IP\",,\(number)") }
  }

  private func reportRegistration() {
    for name in ["+CREG", "+CGREG", "+CEREG"] {
      let mode = settings.registrationMode[name] ?? 0
      guard mode > 0 else { continue }
      send(unsolicited: "\(name): \(registrationText(name, mode: mode))")
    }
  }
}

extension String {
  /// Where `AT` stands, in either case, with whatever noise before it.
  fileprivate var rangeOfAttention: Range<Index>? {
    for start in indices {
      let end = index(start, offsetBy: 2, limitedBy: endIndex)
      guard let end else { return nil }
      if self[start..<end].uppercased() == "AT" { return start..<end }
    }
    return nil
  }
}
