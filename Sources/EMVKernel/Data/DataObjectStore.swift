package import BERTLV
import Octets
import PaymentTypes

/// Everything that one chip transaction knows: the terminal's objects, the card's, the verdicts.
///
/// The two sides are kept apart: what the books assign to the terminal or the issuer is never taken
/// from a card, even when a record carries it. Source: EMV 4.3 Book 3, 7 and Annex A.
package struct DataObjectStore: Hashable, Sendable {
  /// The terminal.
  package let configuration: KernelConfiguration
  /// What the acquirer prescribes for the application.
  package let application: ApplicationConfiguration
  /// The transaction.
  package let transaction: TransactionParameters
  /// What the terminal found out (tag 95).
  package private(set) var verificationResults = TerminalVerificationResults()
  /// Why, in the order in which it was found out.
  package private(set) var findings: [Finding] = []
  /// What the terminal has performed (tag 9B).
  package private(set) var statusInformation = TransactionStatusInformation()
  /// The last method of cardholder verification (tag 9F34).
  package internal(set) var verificationMethodResults: CVMResults?
  /// Five bytes for each script (tag 9F5B).
  package private(set) var scriptResults: [UInt8] = []

  /// How the card was to prove that it is genuine; nil before, and when no method fits.
  package var authenticationMethod: AuthenticationMethod? { authentication.method }

  /// What offline data authentication goes by.
  var authentication = AuthenticationMaterial()

  private var terminalObjects: [DataObjectTag: [UInt8]]
  private var cardObjects: [DataObjectTag: [UInt8]] = [:]

  /// Starts with the terminal's objects and what the card said when it was selected.
  package init(
    configuration: KernelConfiguration, transaction: TransactionParameters,
    selected: SelectedApplication
  ) {
    self.configuration = configuration
    self.transaction = transaction
    application = selected.candidate.configuration
    terminalObjects = Self.terminalObjects(
      configuration: configuration, application: application, transaction: transaction)
    for (tag, value) in selected.objects { accept(tag, value[...]) }
  }

  /// The value of an object, whoever it comes from, or nil when nobody has set it.
  package func value(_ tag: DataObjectTag) -> [UInt8]? {
    switch tag {
    case 0x95: verificationResults.bytes
    case 0x9B: statusInformation.bytes
    case 0x9F34: verificationMethodResults?.bytes
    case 0x9F5B, 0xDF31: scriptResults.isEmpty ? nil : scriptResults
    default: terminalObjects[tag] ?? cardObjects[tag]
    }
  }

  /// The objects that the card has given so far.
  var cardTags: Set<DataObjectTag> { Set(cardObjects.keys) }

  /// Takes an object from the card, unless it is one that only terminal or issuer may set.
  ///
  /// The first value stays; the return value says whether there was one already.
  @discardableResult
  mutating func accept(_ tag: DataObjectTag, _ value: ArraySlice<UInt8>) -> Bool {
    guard Self.mayComeFromCard(tag) else { return false }
    if cardObjects[tag] != nil { return true }
    cardObjects[tag] = Array(value)
    return false
  }

  /// Takes an object from the card in place of an earlier value, as each GENERATE AC brings them.
  mutating func replace(_ tag: DataObjectTag, _ value: some Sequence<UInt8>) {
    if Self.mayComeFromCard(tag) { cardObjects[tag] = Array(value) }
  }

  /// Forgets an object of the card, so that it counts as missing.
  mutating func forget(_ tag: DataObjectTag) { cardObjects[tag] = nil }

  /// Sets an object of the terminal, or one that the issuer sent.
  mutating func set(_ tag: DataObjectTag, _ value: [UInt8]) { terminalObjects[tag] = value }

  /// Sets a bit of the terminal verification results.
  mutating func raise(
    _ bit: TerminalVerificationResults.Bit, because reason: Finding.Reason
  ) {
    verificationResults.insert(bit)
    findings.append(Finding(bit: bit, reason: reason))
  }

  /// Sets a bit of the transaction status information.
  mutating func mark(_ bit: TransactionStatusInformation.Bit) { statusInformation.insert(bit) }

  /// Adds what became of one script.
  mutating func appendScriptResult(_ result: [UInt8]) { scriptResults += result }

  private static func mayComeFromCard(_ tag: DataObjectTag) -> Bool {
    DataElement.named(tag).map { $0.source == .card } ?? true
  }
}

extension DataObjectStore: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The verdicts, never a value of the card.
  package var description: String {
    "chip transaction, TVR \(verificationResults), TSI \(statusInformation)"
  }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
