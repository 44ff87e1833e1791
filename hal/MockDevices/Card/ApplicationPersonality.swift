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
    /// Whatever it is asked for, these two bits of the CID: 00 AAC, 40 TC, 80 ARQC, C0 reserved.
    case forced(UInt8)
  }

  /// What the chip gives to the second GENERATE AC.
  package enum FinalVerdict: Hashable, Sendable {
    /// What it is asked for.
    case asAsked
    /// Always an AAC, though the issuer approved.
    case declined
    /// Whatever it is asked for, these two bits of the CID.
    case forced(UInt8)
  }

  /// The name of the application (AID), 5 to 16 bytes.
  package var identifier: [UInt8]
  /// Its name for people (tag 50); nil leaves it out.
  package var label: String?
  /// Its name in the cardholder's language (tag 9F12), in the characters of `codeTable`.
  package var preferredName: [UInt8]?
  /// The part of ISO 8859 in which the preferred name is written (tag 9F11); nil leaves it out.
  package var codeTable: UInt8?
  /// The cardholder's languages, two letters each (tag 5F2D); nil leaves it out.
  package var languages: String? = "zhen"
  /// Priority and the wish to be confirmed (tag 87); nil leaves it out.
  package var priorityIndicator: UInt8?
  /// What SELECT answers in the place of all this; nil for what this gives.
  package var controlInformation: [UInt8]?
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
  /// How it computes cryptograms.
  package var scheme = CryptogramScheme.pboc
  /// Its issuer application data (tag 9F10) in the place of the scheme's; empty leaves it out.
  package var issuerApplicationData: [UInt8]?
  /// The low six bits of the CID: advice and its reason.
  package var cryptogramInformation: UInt8 = 0
  /// How many transactions it has seen; counted up by GET PROCESSING OPTIONS (ATC).
  package var transactionCounter: UInt16 = 0
  /// The counter of its last online transaction (tag 9F13); nil when GET DATA does not give it.
  package var lastOnlineCounter: UInt16? = 0
  /// Whether GET DATA gives the transaction counter (tag 9F36).
  package var tellsTransactionCounter = true
  /// The PIN that it verifies itself; nil when VERIFY finds none.
  package var offlinePIN: OfflinePINPersonality?
  /// How many PIN tries it tells when it verifies none itself (tag 9F17); nil when GET DATA does
  /// not give it.
  package var pinTryCounter: UInt8? = 3
  /// What it gives to the first GENERATE AC.
  package var firstVerdict = FirstVerdict.asAsked
  /// What it gives to the second one.
  package var finalVerdict = FinalVerdict.asAsked
  /// Whether it approves an online transaction only when its issuer has been authenticated.
  package var requiresIssuerAuthentication = true
  /// How it verifies that its issuer has spoken: method 1 with the response code, or method 2 with
  /// a card status update.
  package var issuerProofMethod = 1
  /// What it answers to a command of an issuer's script, without a look at it; nil carries it out.
  package var scriptStatus: UInt16?
  /// The master keys of secure messaging: for codes, and to encipher; 16 bytes each.
  package var scriptKeys = ScriptKeys()
  /// How it signs; nil when it can't.
  package var signing: SigningPersonality?
  /// What else GET DATA gives, and PUT DATA changes, in the order of the file.
  package var data: [CardDataObject] = []
  /// What it remembers of transactions.
  package var transactionLog: LogPersonality?
  /// What it remembers of loads of its electronic purse.
  package var loadLog: LogPersonality?
  /// Answers in the place of its own, while it is selected; the first that takes a command wins.
  package var rules: [AnswerRule] = []

  /// Puts an application together; see the properties for what is preset.
  package init(
    identifier: [UInt8], label: String?, interchangeProfile: [UInt8], records: [CardRecord],
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
  package var description: String { "application \(label ?? "without a label")" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
