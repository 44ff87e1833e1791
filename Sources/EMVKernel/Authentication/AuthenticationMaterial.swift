/// What a transaction keeps for offline data authentication, from the first command on.
struct AuthenticationMaterial: Hashable, Sendable {
  /// The method that was chosen; nil before, and when there is none.
  var method: AuthenticationMethod?
  /// The records that the file locator marks, one after the other.
  ///
  /// Of files 1 to 10 what stands in the template 70, of others all. Source: EMV 4.3 Book 3, 10.3.
  var records: [UInt8] = []
  /// What GET PROCESSING OPTIONS brought to the card, without the template 83.
  var processingOptionsData: [UInt8] = []
  /// What the first GENERATE AC brought to the card.
  var firstCryptogramData: [UInt8] = []
  /// The card's key for signatures of its verdicts; nil when there is none to be trusted.
  var signatureKey: PublicKey?
  /// Why a chain on curves broke, which the books let the terminal say after the first verdict.
  var heldBackFlaw: AuthenticationFlaw?
}
