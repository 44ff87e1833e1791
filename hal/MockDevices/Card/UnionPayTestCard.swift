import BERTLV
import Octets

/// What all UnionPay test cards of the bench have in common, and the facts in which they differ.
///
/// From these it makes the application of the chip, the stripe and the account, so that the three
/// agree with each other.
struct UnionPayTestCard {
  /// The last byte of the application's name.
  ///
  /// Source: JR/T 0025.
  enum Product: UInt8 {
    case debit = 0x01
    case credit = 0x02

    var label: String { self == .debit ? "PBOC DEBIT" : "PBOC CREDIT" }
  }

  /// How the cardholder is verified: the rules of the CVM list.
  enum Verification {
    /// A PIN for the issuer, else a signature.
    case onlinePIN
    /// A signature, else nothing.
    case signature
    /// Nothing.
    case none

    var rules: [UInt8] {
      switch self {
      case .onlinePIN: [0x42, 0x03, 0x1E, 0x03]
      case .signature: [0x5E, 0x03, 0x1F, 0x00]
      case .none: [0x1F, 0x00]
      }
    }
  }

  /// The key of an issuer that exists only here.
  static let issuerMasterKey: [UInt8] = [
    0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10,
  ]

  var pan: String
  var product = Product.debit
  var verification = Verification.onlinePIN
  /// The last day on which the card is valid, YYMMDD.
  var expirationDate = "301231"
  /// 2 in front announces a chip, 1 denies it.
  var serviceCode = "220"
  var sequenceNumber: UInt8 = 1
  var pin = "123456"
  var balanceMinorUnits = 1_000_000

  /// The application on the chip.
  var application: ApplicationPersonality {
    var application = ApplicationPersonality(
      identifier: [0xA0, 0, 0, 0x03, 0x33, 0x01, 0x01, product.rawValue], label: product.label,
      // Cardholder verification, terminal risk management, EXTERNAL AUTHENTICATE.
      interchangeProfile: [0x1C, 0x00], records: records, panDigits: Array(pan.utf8),
      sequenceNumber: sequenceNumber, issuerMasterKey: Self.issuerMasterKey)
    // 9F7A would invite electronic cash; amount, date and country are what most cards want.
    application.processingOptionsList = [0x9F, 0x1A, 2, 0x9F, 0x02, 6, 0x9A, 3]
    application.priorityIndicator = 1
    return application
  }

  /// The stripe on its back.
  var stripe: StripePersonality {
    StripePersonality(
      track1: "B\(pan)^TEST/LIANJI^\(expirationDate.prefix(4))\(serviceCode)0000000000",
      track2: trackText)
  }

  /// The account behind it.
  var account: AccountFacts {
    AccountFacts(
      panDigits: Array(pan.utf8), expiry: String(expirationDate.prefix(4)),
      sequenceNumber: sequenceNumber, pinDigits: Array(pin.utf8),
      balanceMinorUnits: balanceMinorUnits, issuerMasterKey: Self.issuerMasterKey)
  }

  private var trackText: String {
    "\(pan)=\(expirationDate.prefix(4))\(serviceCode)0000000000"
  }

  private var records: [CardRecord] {
    [
      CardRecord(
        file: 1, number: 1,
        objects: [
          (0x57, digits(trackText)), (0x5F20, Array("TEST/LIANJI".utf8)),
          (0x5F30, [0x02, 0x20]),
        ]),
      CardRecord(
        file: 2, number: 1,
        objects: [
          (0x5F25, [0x20, 0x01, 0x01]), (0x5F24, digits(expirationDate)),
          (0x9F07, [0xFF, 0x00]), (0x5A, digits(pan)), (0x5F34, [sequenceNumber]),
          (0x9F0D, [0xD8, 0x60, 0x04, 0xA8, 0x00]), (0x9F0E, [0x00, 0x10, 0x00, 0x00, 0x00]),
          (0x9F0F, [0xD8, 0x68, 0x04, 0xF8, 0x00]),
          (0x8E, Array(repeating: 0, count: 8) + verification.rules), (0x5F28, [0x01, 0x56]),
        ]),
      CardRecord(
        file: 2, number: 2,
        objects: [
          (0x8C, Self.firstList), (0x8D, [0x8A, 2] + Self.firstList), (0x9F08, [0x00, 0x30]),
          (0x9F42, [0x01, 0x56]), (0x9F14, [0x0A]), (0x9F23, [0x14]),
        ]),
    ]
  }

  /// CDOL1: amounts, country, TVR, currency, date, type, unpredictable number, time, merchant.
  private static let firstList: [UInt8] = [
    0x9F, 0x02, 6, 0x9F, 0x03, 6, 0x9F, 0x1A, 2, 0x95, 5, 0x5F, 0x2A, 2, 0x9A, 3, 0x9C, 1, 0x9F,
    0x37, 4, 0x9F, 0x21, 3, 0x9F, 0x4E, 20,
  ]

  private func digits(_ text: String) -> [UInt8] {
    BinaryCodedDecimal.pack(text.utf8, alignment: .left, pad: 0x0F) ?? []
  }
}
