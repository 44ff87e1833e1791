/// One payment application of a test chip.
package struct ApplicationPersonality: Hashable, Sendable {
  /// What the chip gives to the first GENERATE AC, if it is no better than what it is asked for.
  package enum FirstVerdict: Hashable, Sendable {
    /// What it is asked for.
    case asAsked
    /// An ARQC instead of a TC.
    case online
    /// Always an AAC.
    case declined
  }

  /// What the chip gives to the second GENERATE AC.
  package enum FinalVerdict: Hashable, Sendable {
    /// What it is asked for.
    case asAsked
    /// Always an AAC, though the issuer approved.
    case declined
  }

  /// The name of the application (AID), 5 to 16 bytes.
  package var identifier: [UInt8]
  /// Its name for people (tag 50).
  package var label: String
  /// Its name in the cardholder's language (tag 9F12), in code table 1.
  package var preferredName: String?
  /// Priority and the wish to be confirmed (tag 87); nil leaves it out.
  package var priorityIndicator: UInt8?
  /// Whether SELECT is answered 6283.
  package var isBlocked = false
  /// Whether GET PROCESSING OPTIONS is answered 6985.
  package var rejectsProcessingOptions = false
  /// What it wants to know first (PDOL, tag 9F38); nil leaves it out.
  package var processingOptionsList: [UInt8]?
  /// What it can do (AIP, tag 82), two bytes.
  package var interchangeProfile: [UInt8]
  /// Its records in the order in which they are to be read.
  package var records: [CardRecord]
  /// A file locator in place of the one that the records give.
  package var fileLocator: [UInt8]?
  /// Whether GET PROCESSING OPTIONS and GENERATE AC are answered in format 2 (77).
  package var usesFormat2 = false
  /// The card number in ASCII digits.
  package var panDigits: [UInt8]
  /// Which of several cards with the number (tag 5F34).
  package var sequenceNumber: UInt8
  /// The key from which the application's key is made, 16 bytes.
  package var issuerMasterKey: [UInt8]
  /// Which of the issuer's keys it is (DKI).
  package var keyIndex: UInt8 = 1
  /// How many transactions it has seen; counted up by GET PROCESSING OPTIONS (ATC).
  package var transactionCounter: UInt16 = 0
  /// The counter of its last online transaction (tag 9F13); nil when GET DATA does not give it.
  package var lastOnlineCounter: UInt16? = 0
  /// How many PIN tries it tells (tag 9F17); nil when GET DATA does not give it.
  package var pinTryCounter: UInt8? = 3
  /// What it gives to the first GENERATE AC.
  package var firstVerdict = FirstVerdict.asAsked
  /// What it gives to the second one.
  package var finalVerdict = FinalVerdict.asAsked
  /// Whether it approves an online transaction only when its issuer has been authenticated.
  package var requiresIssuerAuthentication = true
  /// What it answers to a command of an issuer's script; its MAC is not checked.
  package var scriptStatus: UInt16 = 0x9000

  /// Puts an application together; see the properties for what is preset.
  package init(
    identifier: [UInt8], label: String, interchangeProfile: [UInt8], records: [CardRecord],
    panDigits: [UInt8], sequenceNumber: UInt8, issuerMasterKey: [UInt8]
  ) {
    self.identifier = identifier
    self.label = label
    self.interchangeProfile = interchangeProfile
    self.records = records
    self.panDigits = panDigits
    self.sequenceNumber = sequenceNumber
    self.issuerMasterKey = issuerMasterKey
  }
}

extension ApplicationPersonality: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package var description: String { "application \(label)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
