/// What the acquirer prescribes for one application.
///
/// Source: EMV 4.3 Book 4, 10.2; UnionPay sends these in its parameter download (tags in brackets).
package struct ApplicationConfiguration: Hashable, Sendable {
  /// The name that a card's application must have, or begin with [9F06].
  package var identifier: ApplicationIdentifier
  /// Whether the card's name may be longer [DF01].
  package var allowsPartialMatch: Bool
  /// The code table index (9F11) with which cards of this application write Chinese names in
  /// GB 18030; nil where they do not.
  ///
  /// The books define only the indices 1 to 10, for parts of ISO/IEC 8859, and no public text of
  /// UnionPay names another: so it is a setting and not a constant.
  package var chineseCodeTable: UInt8?
  /// The version that the terminal knows, two bytes [9F09].
  package var version: UInt16
  /// What to do when neither denied nor online: decline on these [DF11].
  package var actionCodeDefault: TerminalVerificationResults
  /// Decline at once on these [DF13].
  package var actionCodeDenial: TerminalVerificationResults
  /// Go online on these [DF12].
  package var actionCodeOnline: TerminalVerificationResults
  /// From this amount in minor units on, go online; 0 means always [9F1B].
  package var floorLimit: UInt32
  /// Below this amount, select with `targetPercentage` [DF15].
  package var randomSelectionThreshold: UInt32
  /// How often to go online at random, 0 to 99 [DF17].
  package var targetPercentage: Int
  /// How often just below the floor limit, `targetPercentage` to 99 [DF16].
  package var maximumTargetPercentage: Int
  /// What a card without a list of its own signs for DDA: the terminal's number (9F37) [DF14].
  package var defaultDynamicDataList: [UInt8] = [0x9F, 0x37, 0x04]
  /// What a card without a list of its own has hashed (default TDOL); empty for none.
  package var defaultCertificateDataList: [UInt8] = []

  /// Puts a configuration together.
  package init(
    identifier: ApplicationIdentifier, allowsPartialMatch: Bool, version: UInt16,
    actionCodeDefault: TerminalVerificationResults,
    actionCodeDenial: TerminalVerificationResults,
    actionCodeOnline: TerminalVerificationResults,
    floorLimit: UInt32 = 0, randomSelectionThreshold: UInt32 = 0, targetPercentage: Int = 0,
    maximumTargetPercentage: Int = 0
  ) {
    self.identifier = identifier
    self.allowsPartialMatch = allowsPartialMatch
    self.version = version
    self.actionCodeDefault = actionCodeDefault
    self.actionCodeDenial = actionCodeDenial
    self.actionCodeOnline = actionCodeOnline
    self.floorLimit = floorLimit
    self.randomSelectionThreshold = randomSelectionThreshold
    self.targetPercentage = targetPercentage
    self.maximumTargetPercentage = maximumTargetPercentage
  }

  /// Whether a card's application with this name may be used under this configuration.
  ///
  /// Source: EMV 4.3 Book 1, 12.3.1.
  func matches(_ name: ApplicationIdentifier) -> Bool {
    name == identifier || allowsPartialMatch && name.hasPrefix(identifier)
  }
}
