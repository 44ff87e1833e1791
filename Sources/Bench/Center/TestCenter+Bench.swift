import BoardProfile
import CenterProtocol
import MockDevices
import PaymentTypes
import TestCenter

extension TestCenter {
  /// A center that knows the terminal of a profile, its master key and the accounts of cards.
  static func bench(
    _ profile: BoardProfile, cards: [CardPersonality]
  ) throws(BenchProblem) -> TestCenter {
    var configuration = CenterConfiguration()
    configuration.macMethod =
      switch profile.acquirer.macAlgorithm {
      case .unionPayECB: .unionPayECB
      case .x9_9: .x9_9
      case .x9_19: .x9_19
      }
    configuration.expectsEncryptedTrack = profile.acquirer.encryptsTracks
    let slot = profile.acquirer.masterKeySlot
    guard let masterKey = profile.security.keys.masterKeys.first(where: { $0.slot == slot }),
      let batch = BatchNumber(1)
    else {
      throw BenchProblem(
        "there is no master key in slot \(slot)", cure: "add it to the profile's file of keys")
    }
    let center = TestCenter(configuration: configuration)
    center.register(
      CenterTerminal(
        identifier: profile.terminal.identifier, merchant: profile.terminal.merchant,
        masterKey: masterKey.key.bytes, batch: batch))
    for facts in cards.flatMap(\.accounts) {
      if let account = CenterAccount(facts) { center.open(account) }
    }
    return center
  }
}

extension CenterAccount {
  /// The account behind a test card; nil when its facts are none.
  fileprivate init?(_ facts: AccountFacts) {
    guard let pan = PrimaryAccountNumber(digits: facts.panDigits),
      let expiry = ExpiryDate(digits: facts.expiry.utf8)
    else { return nil }
    self.init(
      pan: pan, expiry: expiry, pinDigits: facts.pinDigits,
      balanceMinorUnits: facts.balanceMinorUnits, issuerMasterKey: facts.issuerMasterKey,
      sequenceNumber: facts.sequenceNumber ?? 0)
  }
}
