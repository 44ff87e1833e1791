import BERTLV
import Octets
package import PaymentTypes

extension DataObjectStore {
  /// What the application can do (tag 82); nothing before GET PROCESSING OPTIONS.
  package var interchangeProfile: ApplicationInterchangeProfile {
    value(0x82).flatMap { ApplicationInterchangeProfile(bytes: $0) }
      ?? ApplicationInterchangeProfile()
  }

  /// The card number (tag 5A): packed digits, F behind an odd number of them.
  package var primaryAccountNumber: PrimaryAccountNumber? {
    value(0x5A).flatMap { bytes in
      let digits = BinaryCodedDecimal.unpack(
        bytes, digitCount: bytes.count * 2, alignment: .left)
      let pad = digits.firstIndex(of: 0x46) ?? digits.endIndex
      guard digits[pad...].allSatisfy({ $0 == 0x46 }) else { return nil }
      return PrimaryAccountNumber(digits: digits[..<pad])
    }
  }

  /// What track 2 of the stripe would say (tag 57), for field 35.
  package var trackTwo: TrackTwo? { value(0x57).flatMap { TrackTwo(equivalentData: $0) } }

  /// Which of several cards with the same number (tag 5F34), 0 to 99, for field 23.
  package var panSequenceNumber: Int? {
    value(0x5F34).flatMap { $0.count == 1 ? BinaryCodedDecimal.number($0).map(Int.init) : nil }
  }

  /// The month to whose end the card is valid, from tag 5F24, for field 14.
  package var expiryDate: ExpiryDate? {
    value(0x5F24).flatMap {
      ExpiryDate(digits: BinaryCodedDecimal.unpack($0, digitCount: 4, alignment: .left))
    }
  }

  /// A big-endian number of one or two bytes; nil when it is missing or longer.
  func number(_ tag: DataObjectTag) -> Int? {
    value(tag).flatMap { bytes in
      guard (1...2).contains(bytes.count) else { return nil }
      return bytes.reduce(0) { $0 << 8 | Int($1) }
    }
  }

  /// Fills a list with what is known (EMV 4.3 Book 3, 5.4).
  func fill(_ list: DataObjectList) -> [UInt8] { list.fill { value($0) } }
}
