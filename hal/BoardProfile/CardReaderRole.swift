/// What a card reader is there for.
package enum CardReaderRole: Hashable, Sendable {
  /// The slot into which customers put their cards.
  case customer
  /// The field onto which customers lay them.
  case contactless
  /// A slot for a security module, numbered from 1.
  case securityModule(Int)

  /// How many slots for security modules a board may have.
  static let securityModules = 1...8

  /// Every role, in the words of a profile.
  package static let all = [customer, contactless] + securityModules.map(securityModule)

  /// The word of a profile: `customer`, `contactless`, `sam-1`.
  package var text: String {
    switch self {
    case .customer: "customer"
    case .contactless: "contactless"
    case .securityModule(let number): "sam-\(number)"
    }
  }
}
