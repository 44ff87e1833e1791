package import YAMLDocument

/// The switches on which acquirers' centers differ, as a file of `board-profiles/acquirers/` has
/// them.
///
/// Source: the points of UnionPay's POS dialect where public implementations disagree.
package struct AcquirerSettings: Hashable, Sendable {
  /// Whether a connection lives longer than one exchange.
  package enum Connection: String, Hashable, Sendable, CaseIterable {
    /// It stays open until one side closes it.
    case keptOpen = "kept-open"
    /// Connect, send, receive, close.
    case oneExchange = "one-exchange"
  }

  /// Which keys a sign-in asks for; the text is field 60.3.
  package enum SignInKeys: String, Hashable, Sendable, CaseIterable {
    /// Single-length keys for PIN and MAC.
    case single = "001"
    /// A double-length PIN key and a MAC key.
    case double = "003"
    /// These and a key for tracks.
    case doubleAndTrack = "004"
  }

  /// How messages are authenticated.
  package enum MACAlgorithm: String, Hashable, Sendable, CaseIterable {
    /// UnionPay's, eight characters.
    case unionPayECB = "union-pay-ecb"
    /// ANSI X9.9.
    case x9_9 = "x9-9"
    /// ANSI X9.19.
    case x9_19 = "x9-19"
  }

  /// What a decline without field 64 means.
  package enum UnprovenDecline: String, Hashable, Sendable, CaseIterable {
    /// Nobody proved it: the transaction is reversed.
    case reverse
    /// It is a decline: this center sends them without a MAC.
    case declined
  }

  /// What a PIN block is bound to.
  package enum PINBlockFormat: String, Hashable, Sendable, CaseIterable {
    /// The card number (ISO 9564 format 0).
    case withPAN = "with-pan"
    /// Nothing.
    case withoutPAN = "without-pan"
  }

  /// The acquirer's name on slips.
  package var name: String
  /// Ten digits: 60, the center's address, the terminal's.
  package var tpdu: String
  /// Twelve hexadecimal digits in front of the message type.
  package var header: String
  /// Whether a connection lives longer than one exchange.
  package var connection: Connection
  /// Which keys a sign-in asks for.
  package var signInKeys: SignInKeys
  /// The slot of the terminal master key, 0 to 9.
  package var masterKeySlot: Int
  /// Manufacturer and serial number in field 62 of a sign-in, 12 characters; nil sends none.
  package var deviceNumber: String?
  /// How messages are authenticated.
  package var macAlgorithm: MACAlgorithm
  /// What a decline without field 64 means.
  package var declineWithoutMAC: UnprovenDecline
  /// What a PIN block is bound to.
  package var pinBlockFormat: PINBlockFormat
  /// Field 26, two digits.
  package var pinCaptureCode: String
  /// Whether tracks are encrypted.
  package var encryptsTracks: Bool
  /// Answers that end a reversal, two characters each.
  package var acceptedReversalCodes: [String]
  /// How many transactions a batch holds.
  package var batchCapacity: Int
  /// Whether the terminal signs off after a settlement.
  package var signsOffAfterSettlement: Bool
  /// How often an idle terminal asks whether the center is there.
  package var echoInterval: Duration
  /// When a chip card may be swiped because its chip can't be read; nil never.
  package var fallback: FallbackSettings?
  /// What chip cards are told of the terminal, and which applications it takes.
  package var chip: ChipSettings
}

extension AcquirerSettings {
  /// Reads the file that a profile names.
  static func read(_ node: YAMLNode, folder: ProfileFolder) throws(YAMLError) -> Self {
    try read(path: folder.path(of: try node.text("a file in acquirers/")))
  }

  /// Reads the file at `path` and the files that it names.
  package static func read(path: String) throws(YAMLError) -> Self {
    try AcquirerSettings(YAMLDocument.read(path: path), folder: ProfileFolder(ofFile: path))
  }

  init(_ node: YAMLNode, folder: ProfileFolder) throws(YAMLError) {
    let file = try node.mapping(allowing: [
      "name", "framing", "sign-in", "mac", "pin", "tracks", "reversal", "batch",
      "echo-interval-seconds", "chip", "fallback",
    ])
    name = try file.required("name").text()
    let framing = try file.required("framing").mapping(allowing: ["tpdu", "header", "connection"])
    tpdu = try framing.required("tpdu").digits(10...10)
    header = try framing.required("header").hexadecimalDigits(12)
    connection = try framing.required("connection").oneOf(Connection.self)

    let signIn = try file.required("sign-in").mapping(allowing: [
      "network-code", "master-key-slot", "device-number",
    ])
    signInKeys = try signIn.required("network-code").oneOf(SignInKeys.self)
    masterKeySlot = try signIn.required("master-key-slot").integer(in: 0...9)
    deviceNumber = try signIn["device-number"].map { node throws(YAMLError) in
      try node.asciiText(count: 12)
    }

    let mac = try file.required("mac").mapping(allowing: ["algorithm", "decline-without-mac"])
    macAlgorithm = try mac.required("algorithm").oneOf(MACAlgorithm.self)
    declineWithoutMAC = try mac.required("decline-without-mac").oneOf(UnprovenDecline.self)

    let pin = try file.required("pin").mapping(allowing: ["block", "capture-code"])
    pinBlockFormat = try pin.required("block").oneOf(PINBlockFormat.self)
    pinCaptureCode = try pin.required("capture-code").digits(2...2)

    let tracks = try file.required("tracks").mapping(allowing: ["encrypted"])
    encryptsTracks = try tracks.required("encrypted").boolean()

    let reversal = try file.required("reversal").mapping(allowing: [
      "accepted-codes"
    ])
    acceptedReversalCodes = []
    for code in try reversal.required("accepted-codes").sequence() {
      acceptedReversalCodes.append(try code.asciiText(count: 2))
    }

    let batch = try file.required("batch").mapping(allowing: [
      "capacity", "sign-off-after-settlement",
    ])
    batchCapacity = try batch.required("capacity").integer(in: 1...5000)
    signsOffAfterSettlement = try batch.required("sign-off-after-settlement").boolean()
    echoInterval = .seconds(try file.required("echo-interval-seconds").integer(in: 5...3600))
    fallback = try FallbackSettings.read(file.required("fallback"))
    chip = try ChipSettings(file.required("chip"), folder: folder)
    try checkTogether(tracks.required("encrypted"))
  }

  private func checkTogether(_ encrypted: YAMLNode) throws(YAMLError) {
    guard !encryptsTracks || signInKeys == .doubleAndTrack else {
      throw encrypted.error(
        expected: "no, as sign-in.network-code asks for no track key", found: "yes")
    }
  }
}

extension YAMLNode {
  fileprivate func hexadecimalDigits(_ count: Int) throws(YAMLError) -> String {
    let text = try text("\(count) hexadecimal digits")
    guard text.utf8.count == count, text.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
      throw error(expected: "\(count) hexadecimal digits")
    }
    return text
  }

  fileprivate func asciiText(count: Int) throws(YAMLError) -> String {
    let text = try text("\(count) ASCII characters")
    guard text.utf8.count == count, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      throw error(expected: "\(count) ASCII characters")
    }
    return text
  }
}
