package import BERTLV
package import ISO7816

/// Why a card could not prove that it is genuine.
///
/// Each check of each certificate and signature has a case of its own; the tag says which object
/// was looked at. Source: EMV 4.3 Book 2, 5 and 6; EMV 4.4 Book 2, 12.
package enum AuthenticationFlaw: Error, Hashable, Sendable {
  /// What is wrong with a certificate or a signature.
  package enum Check: Hashable, Sendable {
    /// It has not the length of the key that signed it, or of its own contents.
    case length
    /// What was recovered does not begin with 6A; on curves: the coding is unknown.
    case header
    /// What was recovered does not end with BC.
    case trailer
    /// It is not of the kind that belongs here.
    case format
    /// The hash or, on curves, the signature does not fit what was signed.
    case signature
    /// The algorithm of its hash is unknown.
    case digestAlgorithm
    /// The hash over the card's records is another.
    case staticData
    /// The algorithm of its key is unknown.
    case keyAlgorithm
    /// Its key is empty, or longer than the one that signed it.
    case keyLength
    /// The rest of its key has another length than is missing.
    case remainder
    /// The exponent of its key is neither 3 nor 65537.
    case exponent
    /// It was issued for other card numbers.
    case issuerIdentifier
    /// It was issued for another card.
    case accountNumber
    /// Its time is over, or it names no time.
    case expired
    /// The scheme has taken it back.
    case revoked
    /// It names another scheme or another of its keys.
    case authority
    /// What the card signed of its own is not of its form.
    case cardData
    /// The verdict within is not the one beside it.
    case cryptogramInformation
    /// It was made for another transaction.
    case transactionData
  }

  /// The card has no such object, which the method needs.
  case missing(DataObjectTag)
  /// The terminal has no such key of the scheme.
  case authorityKeyUnknown(index: UInt8)
  /// The time of the scheme's key is over.
  case authorityKeyExpired(index: UInt8)
  /// A certificate or signature does not pass a check.
  case flawed(DataObjectTag, Check)
  /// The card wants objects signed of which only the profile may be.
  case tagListNotAllowed
  /// What the card wants to sign is no list, or lacks the terminal's number.
  case listWithoutUnpredictableNumber
  /// The card refused to sign.
  case refused(StatusWord)
  /// What the card answered holds no signature.
  case unsigned
}

extension AuthenticationFlaw {
  /// The flaw, so that it can follow "because".
  var sentence: String {
    switch self {
    case .missing(let tag): "the card has no object \(tag)"
    case .authorityKeyUnknown(let index): "the terminal has no key \(index) of the scheme"
    case .authorityKeyExpired(let index): "key \(index) of the scheme has expired"
    case .flawed(let tag, let check): "\(check.sentence) (object \(tag))"
    case .tagListNotAllowed: "object 9F4A asks for more than 82"
    case .listWithoutUnpredictableNumber: "object 9F49 does not ask for 9F37"
    case .refused(let status): "INTERNAL AUTHENTICATE was answered \(status)"
    case .unsigned: "the answer holds no signature"
    }
  }

  /// The clause of the books that makes it one.
  var source: String {
    switch self {
    case .missing, .authorityKeyUnknown, .authorityKeyExpired: "EMV 4.3 Book 2, 5.1 and 6.1"
    case .flawed(let tag, _):
      switch tag {
      case 0x90: "EMV 4.3 Book 2, 5.3"
      case 0x93: "EMV 4.3 Book 2, 5.4"
      case 0x9F46: "EMV 4.3 Book 2, 6.4"
      case 0x9F2D: "EMV 4.3 Book 2, 7.1"
      default: "EMV 4.3 Book 2, 6.5.2 and 6.6.2"
      }
    case .tagListNotAllowed: "EMV 4.3 Book 3, 10.3"
    case .listWithoutUnpredictableNumber, .refused: "EMV 4.3 Book 2, 6.5.1"
    case .unsigned: "EMV 4.3 Book 2, 6.6.2"
    }
  }
}

extension AuthenticationFlaw.Check {
  fileprivate var sentence: String {
    switch self {
    case .length: "its length does not fit"
    case .header: "its header is unknown"
    case .trailer: "its trailer is unknown"
    case .format: "it is of another kind"
    case .signature: "it is not signed by the key above"
    case .digestAlgorithm: "the algorithm of its hash is unknown"
    case .staticData: "it covers other records"
    case .keyAlgorithm: "the algorithm of its key is unknown"
    case .keyLength: "its key has an impossible length"
    case .remainder: "the rest of its key has another length"
    case .exponent: "its exponent is neither 3 nor 65537"
    case .issuerIdentifier: "it is for other card numbers"
    case .accountNumber: "it is for another card"
    case .expired: "its time is over"
    case .revoked: "the scheme has revoked it"
    case .authority: "it names another key of the scheme"
    case .cardData: "its contents are not of their form"
    case .cryptogramInformation: "its verdict is not the one beside it"
    case .transactionData: "it is for another transaction"
    }
  }
}
