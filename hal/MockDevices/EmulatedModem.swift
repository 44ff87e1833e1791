/// A modem that exists only as bytes: AT commands in, answers out.
///
/// Its device face is `receive` and `takeUnsolicited`; everything else is its test face, with which
/// a test pulls the SIM, weakens the signal, mutes the modem or garbles its line. Its reading of
/// commands is its own and shares no code with the driver.
/// Source: 3GPP TS 27.007; ITU-T V.250.
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
  }

  /// Bytes that a command line may have; the rest is dropped.
  static let lineLimit = 2048

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
  /// Bytes of line noise before each answer.
  package var noise: [UInt8] = []
  /// A line that comes unasked between each command and its answer.
  package var interruption: String?
  /// Whether the modem hears nothing and says nothing.
  package var isDead = false
  /// Whether answers are kept back until `releaseAnswers`, as if the modem were slow.
  package var holdsAnswers = false
  /// What the network does; a change is reported as the settings say.
  package var registration: Registration = .home {
    didSet { if registration != oldValue { reportRegistration() } }
  }
  /// The kind of cell.
  package var cell: Cell = .lte

  /// The command lines that came, without their ends.
  package private(set) var commands: [String] = []
  /// The SIM in the holder.
  package internal(set) var sim: EmulatedSIM?
  package var onUnsolicited: (() -> Void)?

  var settings = Settings()
  private var line: [UInt8] = []
  private var held: [UInt8] = []
  private var unsolicited: [UInt8] = []

  /// Makes a modem that has just started, with a SIM or without.
  package init(sim: EmulatedSIM? = EmulatedSIM()) { self.sim = sim }

  package func receive(_ bytes: [UInt8]) -> [UInt8] {
    if isDead { return [] }
    var output: [UInt8] = []
    for byte in bytes {
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
    guard let start = text.range(ofAttention: ()) else { return [] }
    commands.append(String(text[start.lowerBound...]))
    var lines: [String] = []
    var result = EmulatedResult.ok
    for command in Self.split(String(text[start.upperBound...])) {
      let answer = self.answer(to: command)
      lines += answer.lines
      result = answer.result
      if result != .ok { break }
    }
    var output = noise
    if let interruption { output += Array("\r\n\(interruption)\r\n".utf8) }
    output += lines.flatMap(written) + written(result)
    if !holdsAnswers { return output }
    held += output
    return []
  }

  private func written(_ line: String) -> [UInt8] {
    Array((settings.isVerbose ? "\r\n\(line)\r\n" : "\(line)\r\n").utf8)
  }

  private func written(_ result: EmulatedResult) -> [UInt8] {
    switch (result, settings.isVerbose) {
    case (.ok, true): Array("\r\nOK\r\n".utf8)
    case (.ok, false): Array("0\r".utf8)
    case (.equipmentError(let code), _) where settings.errorMode > 0:
      Array("\r\n+CME ERROR: \(code)\r\n".utf8)
    case (_, true): Array("\r\nERROR\r\n".utf8)
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
  /// Puts a SIM into the holder, or takes it out.
  package func setSIM(_ sim: EmulatedSIM?) {
    self.sim = sim
    send(unsolicited: sim == nil ? "+CPIN: NOT READY" : "+CPIN: \(pinState ?? "NOT READY")")
    reportRegistration()
  }

  /// Sends a line that nobody asked for.
  package func send(unsolicited line: String) { send(rawBytes: Array("\r\n\(line)\r\n".utf8)) }

  /// Sends bytes that nobody asked for, such as noise.
  package func send(rawBytes bytes: [UInt8]) {
    if isDead { return }
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

  /// Restarts the modem: it forgets its settings and says so.
  package func restart() {
    settings = Settings()
    line = []
    held = []
    send(unsolicited: "RDY")
    if let pinState { send(unsolicited: "+CPIN: \(pinState)") }
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
  fileprivate func range(ofAttention: Void) -> Range<Index>? {
    for start in indices {
      let end = index(start, offsetBy: 2, limitedBy: endIndex)
      guard let end else { return nil }
      if self[start..<end].uppercased() == "AT" { return start..<end }
    }
    return nil
  }
}
