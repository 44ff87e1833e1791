/// How a card proves offline that it is genuine, from the weakest to the strongest.
///
/// Source: EMV 4.4 Book 3, 10.3.
package enum AuthenticationMethod: Hashable, Sendable, CaseIterable {
  /// SDA: the issuer's signature over the card's records, which a copy of the card has too.
  case staticData
  /// DDA: and the card signs a number of the terminal's.
  case dynamicData
  /// CDA: and the card signs its verdict together with the transaction.
  case combined
  /// XDA: the same on elliptic curves.
  case extended

  /// The strongest that both sides support, or nil when there is none.
  package static func common(
    card: ApplicationInterchangeProfile, terminal: TerminalCapabilities
  ) -> AuthenticationMethod? {
    allCases.last { method in
      switch method {
      case .staticData:
        card.contains(.staticAuthentication) && terminal.contains(.staticAuthentication)
      case .dynamicData:
        card.contains(.dynamicAuthentication) && terminal.contains(.dynamicAuthentication)
      case .combined:
        card.contains(.combinedAuthentication) && terminal.contains(.combinedAuthentication)
      case .extended:
        card.contains(.extendedAuthentication) && terminal.contains(.extendedAuthentication)
      }
    }
  }
}
