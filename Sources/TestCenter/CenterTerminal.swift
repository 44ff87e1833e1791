package import PaymentTypes

/// A terminal that the center knows.
package struct CenterTerminal: Sendable {
  /// Where the current batch stands.
  package enum BatchPhase: Hashable, Sendable {
    /// Transactions are taken.
    case open
    /// The totals have been compared, and the batch is being uploaded.
    case settling
    /// The end has come; the next sign-in opens a new batch.
    case closed
  }

  private static let formerKeyLimit = 4

  /// Field 41.
  package let identifier: TerminalIdentifier
  /// Field 42.
  package let merchant: MerchantIdentifier
  /// The terminal master key, 16 bytes.
  let masterKey: [UInt8]
  /// The batch that the last sign-in gave.
  package internal(set) var batch: BatchNumber
  /// Where that batch stands.
  package internal(set) var phase = BatchPhase.open
  /// Whether the terminal has signed in and not signed off.
  package internal(set) var isSignedIn = false
  /// How often it has signed in.
  package internal(set) var signInCount = 0
  /// The keys of the last sign-in.
  var keys: WorkingKeys?
  /// The keys of the sign-ins before it: a message under these was on its way for long, not forged.
  private(set) var formerKeys: [WorkingKeys] = []
  /// How many items of the current batch have been uploaded.
  var uploadedItemCount = 0
  /// The last batch whose end has come.
  var closedBatch: String?
  /// Whether the last comparison of totals balanced on both sides.
  var hasBalanced = false

  /// Registers a terminal.
  package init(
    identifier: TerminalIdentifier, merchant: MerchantIdentifier, masterKey: [UInt8],
    batch: BatchNumber
  ) {
    self.identifier = identifier
    self.merchant = merchant
    self.masterKey = masterKey
    self.batch = batch
  }

  /// Lets the keys die, and takes new ones.
  mutating func replaceKeys(with keys: WorkingKeys?) {
    if let old = self.keys { formerKeys = [old] + formerKeys.prefix(Self.formerKeyLimit - 1) }
    self.keys = keys
  }

  /// Goes on to the next batch; the one after 999999 is 000001.
  mutating func openNextBatch() {
    batch = BatchNumber(batch.number % 999_999 + 1) ?? batch
    phase = .open
    uploadedItemCount = 0
    hasBalanced = false
  }
}

extension CenterTerminal: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "terminal \(identifier), batch \(batch.text)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
