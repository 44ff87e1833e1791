import BERTLV

/// A session with a chip card as a file holds it: the terminal, the transaction, keys and the card.
///
/// The file is one JSON object; `posctl emv replay --help` describes it.
struct RecordedSession: Hashable, Sendable {
  /// An object of the terminal, by its tag.
  struct TerminalObject: Hashable, Sendable {
    let tag: DataObjectTag
    let value: [UInt8]
  }

  /// A command that was sent, and what the card answered.
  struct Exchange: Hashable, Sendable {
    let command: [UInt8]
    /// Nil when the card did not answer.
    let response: [UInt8]?
  }

  /// What the exchanges are.
  enum Transport: String, Hashable, CaseIterable, Sendable {
    /// Whole commands and answers.
    case apdu
    /// What went over T=0: without Le behind data, and with 61xx, 6Cxx and GET RESPONSE.
    case tpdu = "t0-tpdu"
  }

  /// What came of going online.
  enum Online: Hashable, Sendable {
    /// The center answered with a code, and with objects 91, 71 and 72 for the card.
    case answered(code: String, data: [UInt8], approvedByReferral: Bool)
    /// It could not be reached.
    case unreachable
    /// Nobody knows what it did.
    case unknown
  }

  /// Which application the cardholder chooses.
  enum Choice: Hashable, Sendable {
    case name([UInt8])
    case none
  }

  /// How a cardholder dealt with the PIN pad, as the file has it.
  enum PINEntry: String, Hashable, CaseIterable, Sendable {
    case entered
    case bypassed
    case broken
  }

  /// What the file says of the transaction; nil where it says nothing.
  struct Transaction: Hashable, Sendable {
    var amount: Int?
    var cashback: Int?
    var date: String?
    var time: String?
    var type: UInt8?
    var unpredictableNumber: [UInt8]?
    var counter: Int?
    var random: Int?
    var isForcedOnline = false
    var application: Choice?
    var pin: PINEntry?
    var online: Online?
    var lastAmount: Int?
    var isAcceptedByForce = false
  }

  /// A scheme's key.
  struct AuthorityKey: Hashable, Sendable {
    let provider: [UInt8]
    let index: UInt8
    /// The modulus, or the point of a key on a curve.
    let material: [UInt8]
    let exponent: [UInt8]
    /// p256, p521 or sm2; nil for RSA.
    let curve: String?
    let checksum: [UInt8]?
    let expiry: [UInt8]?
  }

  /// What no object tells of a terminal; nil where the file says nothing.
  struct Settings: Hashable, Sendable {
    var offersChoice: Bool?
    var asksForConfirmation: Bool?
    var managesRisk: Bool?
    var allowsForcedAcceptance: Bool?
    var approvingCodes: [String]?
  }

  var terminal: [TerminalObject] = []
  var settings = Settings()
  var transaction = Transaction()
  var authorityKeys: [AuthorityKey] = []
  var transport = Transport.apdu
  var exchanges: [Exchange] = []
  /// What the file holds beyond what this program reads.
  var warnings: [String] = []
}
