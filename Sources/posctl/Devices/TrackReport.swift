import HAL
import JSONText
import MagneticStripe
import PaymentTypes

/// One track in the forms that the tool prints.
struct TrackReport {
  private let number: Int
  private let reading: Swipe.TrackReading
  private var pan: PrimaryAccountNumber?
  private var expiry: ExpiryDate?
  private var serviceCode: ServiceCode?

  init(_ format: TrackFormat, _ reading: Swipe.TrackReading) {
    number = format.rawValue
    self.reading = reading
    guard case .characters(let characters) = reading else { return }
    switch format {
    case .track1:
      let track = TrackOne(characters: characters)
      (pan, expiry, serviceCode) = (track?.pan, track?.expiry, track?.serviceCode)
    case .track2:
      let track = TrackTwo(characters: characters)
      (pan, expiry, serviceCode) = (track?.pan, track?.expiry, track?.serviceCode)
    case .track3: pan = TrackThree(characters: characters)?.pan
    }
  }

  private var result: (state: String, words: String) {
    switch reading {
    case .absent: ("absent", "absent")
    case .characters(let characters):
      ("read", "\(characters.count) characters" + (pan == nil ? ", not of a payment card" : ""))
    case .encrypted(let masked): ("encrypted", "encrypted; \(Self.masked(masked))")
    case .unreadable(let fault): ("unreadable", "unreadable: \(Self.words(fault))")
    }
  }

  /// Why a track can't be read, for people.
  static func words(_ fault: Swipe.TrackFault) -> String {
    switch fault {
    case .parity: "a character's parity is wrong"
    case .longitudinalRedundancy: "the check character is wrong or missing"
    case .sentinelMissing: "the start or the end is missing"
    case .tooLong: "it has more characters than such a track may have"
    case .foreignCharacter: "it has a character that such a track can't have"
    case .notDecoded: "the reader could not decode it"
    case .keysExhausted: "the reader has used up its keys"
    }
  }

  /// What the reader sent in the place of the track, with no more digits in a row than it may show.
  private static func masked(_ text: [UInt8]) -> String {
    guard !text.isEmpty else { return "the reader shows nothing of it" }
    // A reader that is set to mask nothing must not make the tool show a number.
    let digits = text.prefix { ![0x3D, 0x5E].contains($0) }.filter { (0x30...0x39).contains($0) }
    let shown = PrimaryAccountNumber(digits: digits)?.masked ?? "\(text.count) characters"
    return "shown as \(shown)"
  }

  /// A line for the track, and one for each fact of it.
  var rows: [[String]] {
    var rows = [["track \(number)", result.words]]
    if let pan {
      rows.append(["", "card number \(pan.masked)"])
      if !pan.hasValidCheckDigit { rows.append(["", "the check digit is wrong"]) }
    }
    if let expiry {
      rows.append(["", "valid to \(expiry.text.suffix(2))/\(expiry.text.prefix(2))"])
    }
    if let serviceCode {
      let meaning = ServiceCodeMeaning(serviceCode)
      rows.append(["", "service code \(serviceCode.text): \(meaning.text)"])
    }
    return rows
  }

  var json: JSONValue {
    var fault = JSONValue.null
    if case .unreadable(let reason) = reading { fault = .string("\(reason)") }
    var count = JSONValue.null
    if case .characters(let characters) = reading { count = .number(characters.count) }
    return [
      "number": .number(number), "result": .string(result.state), "fault": fault,
      "characters": count, "cardNumber": pan.map { .string($0.masked) } ?? .null,
      "expiry": expiry.map { .string($0.text) } ?? .null,
      "checkDigit": pan.map { .boolean($0.hasValidCheckDigit) } ?? .null,
      "serviceCode": serviceCode.map { ServiceCodeMeaning($0).json } ?? .null,
    ]
  }
}
