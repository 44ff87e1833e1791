/// What kind of cryptogram a card made, and what it has to say with it (tag 9F27, CID).
///
/// Source: EMV 4.3 Book 3, table 14.
package struct CryptogramInformationData: Hashable, Sendable {
  /// Why a card gave no better cryptogram.
  package enum Reason: UInt8, Hashable, Sendable {
    /// It does not say.
    case none = 0
    /// The service is not allowed.
    case serviceNotAllowed = 1
    /// The limit of PIN tries is exceeded.
    case pinTryLimitExceeded = 2
    /// The issuer could not be authenticated.
    case issuerAuthenticationFailed = 3
  }

  /// The byte.
  package let rawValue: UInt8
  /// The kind of cryptogram.
  package let type: CryptogramType

  /// Nil when the kind is the reserved one.
  package init?(_ rawValue: UInt8) {
    guard let type = CryptogramType(rawValue: rawValue & 0xC0) else { return nil }
    self.rawValue = rawValue
    self.type = type
  }

  /// Whether the card asks the terminal to send an advice.
  package var requiresAdvice: Bool { rawValue & 0x08 != 0 }

  /// The reason, or nil for a reserved one.
  package var reason: Reason? { Reason(rawValue: rawValue & 0x07) }
}

/// A verdict with a signature: what a terminal asks a card for, and what the card gives.
///
/// The raw values are those of P1 of GENERATE AC and of the CID. Source: EMV 4.3 Book 3, table 12.
package enum CryptogramType: UInt8, Hashable, Sendable {
  /// AAC: declined.
  case declined = 0x00
  /// TC: approved.
  case approved = 0x40
  /// ARQC: the issuer shall decide.
  case onlineRequest = 0x80

  /// Whether a card may give this when it was asked for `request`: the same or worse.
  ///
  /// From best to worst: TC, ARQC, AAC. Source: EMV 4.3 Book 3, 9.3.
  package func isAllowed(whenAskedFor request: CryptogramType) -> Bool {
    switch (request, self) {
    case (.approved, _), (_, .declined), (.onlineRequest, .onlineRequest): true
    case (.onlineRequest, .approved), (.declined, .approved), (.declined, .onlineRequest): false
    }
  }
}
