import HAL
import JSONText
import MagneticStripe
import Octets
import PaymentTypes

/// A swipe in the forms that the tool prints: never more than a masked card number.
struct SwipeReport {
  private let swipe: Swipe
  private let bits: TrackBits?
  private let tracks: [TrackReport]

  /// Takes a swipe, and the report on its bits where it came from bits.
  init(_ swipe: Swipe, bits: TrackBits? = nil) {
    self.swipe = swipe
    self.bits = bits
    tracks = TrackFormat.allCases.map { TrackReport($0, swipe[$0]) }
  }

  private var card: (state: String, words: String) {
    switch SwipedCard(swipe) {
    case .readable(let track, let warnings):
      var words = ["a payment can be made with it"]
      if track.serviceCode?.announcesChip == true {
        words = ["it has a chip: a terminal with a slot asks for that"]
      }
      words += warnings.map(Self.words)
      return ("readable", words.joined(separator: "; "))
    case .encrypted: return ("encrypted", "only who has the reader's keys can read it")
    case .unusable(let reason): return ("unusable", Self.words(reason))
    }
  }

  private static func words(_ warning: SwipedCard.Warning) -> String {
    switch warning {
    case .checkDigitWrong: "the card number's check digit is wrong"
    case .partialTracks(let track, let fault):
      "track \(track) can't be read: \(TrackReport.words(fault))"
    }
  }

  private static func words(_ reason: SwipedCard.Reason) -> String {
    switch reason {
    case .noData: "nothing is on the stripe"
    case .trackTwo(let fault): "track 2 can't be read: \(TrackReport.words(fault))"
    case .trackTwoMissing: "nothing is on track 2"
    case .notAPaymentCard: "track 2 is not that of a payment card"
    }
  }

  /// One line a fact.
  var text: String {
    var rows = tracks.flatMap(\.rows)
    rows.append(["card", "\(card.state): \(card.words)"])
    if let direction = swipe.direction { rows.append(["drawn", "\(direction)"]) }
    if let number = swipe.readerSerialNumber { rows.append(["reader", number]) }
    if let encryption = swipe.encryption {
      rows.append(["encryption", "\(encryption.algorithm), key for \(encryption.keyVariant)"])
      rows.append(["key serial number", Hexadecimal.text(encryption.keySerialNumber)])
    }
    if let bits, !bits.parityErrors.isEmpty {
      let places = bits.parityErrors.map(String.init).joined(separator: ", ")
      rows.append(["wrong parity", "at \(places), counted from the start sentinel"])
    }
    return TextTable(rows: rows).text
  }

  /// Why nothing could be read; nil when a track could.
  var complaint: Complaint? {
    for track in TrackFormat.allCases {
      switch swipe[track] {
      case .characters, .encrypted: return nil
      case .absent, .unreadable: continue
      }
    }
    for track in TrackFormat.allCases {
      guard case .unreadable(let fault) = swipe[track] else { continue }
      return Complaint("track \(track.rawValue) can't be read: \(TrackReport.words(fault))")
    }
    return Complaint("there is no track in it: tracks begin with % or ; and end with ?")
  }

  var json: JSONValue {
    var members = self.members
    if let bits {
      members.append(
        .init("parityErrors", .array(bits.parityErrors.map { .number($0) })))
      members.append(
        .init("checkCharacterRight", bits.isCheckCharacterRight.map { .boolean($0) } ?? .null))
    }
    return .object(members)
  }

  private var members: [JSONValue.Member] {
    [
      .init("tracks", .array(tracks.map(\.json))),
      .init("direction", swipe.direction.map { .string("\($0)") } ?? .null),
      .init("readerSerialNumber", swipe.readerSerialNumber.map { .string($0) } ?? .null),
      .init("encryption", swipe.encryption.map(Self.json) ?? .null),
      .init("card", .string(card.state)),
    ]
  }

  private static func json(_ encryption: SwipeEncryption) -> JSONValue {
    let blocks = encryption.blocks.map { block -> JSONValue in
      [
        "tracks": .array(block.tracks.map { .number($0) }),
        "bytes": .number(block.ciphertext.count),
      ]
    }
    return [
      "algorithm": .string("\(encryption.algorithm)"), "key": .string("\(encryption.keyVariant)"),
      "keySerialNumber": .string(Hexadecimal.text(encryption.keySerialNumber)),
      "blocks": .array(blocks),
    ]
  }
}
