/// How PIN and track data of a message are encrypted (field 53).
///
/// On the wire: sixteen digits; the first three mean something and the others are 0. Present when
/// the message has a PIN or a track, even when only the track is encrypted.
/// Source: UnionPay POS, field 53.
package struct SecurityControl: Hashable, Sendable {
  /// What the PIN block is bound to.
  package enum PINFormat: UInt8, Hashable, Sendable {
    /// There is no PIN.
    case absent = 0
    /// ANSI X9.8 without the card number.
    case withoutPAN = 1
    /// ANSI X9.8 with the card number (ISO 9564 format 0).
    case withPAN = 2
  }

  /// What encrypts.
  package enum Algorithm: UInt8, Hashable, Sendable {
    /// DES with a single key.
    case singleDES = 0
    /// SM4 as most sources have it.
    case sm4 = 3
    /// SM4 as one acquirer has it.
    case sm4AsFour = 4
    /// DES with a key of double length.
    case tripleDES = 6
  }

  /// What the PIN block is bound to.
  package var pinFormat: PINFormat
  /// What encrypts.
  package var algorithm: Algorithm
  /// Whether the tracks are encrypted.
  package var encryptsTrack: Bool

  /// Puts the field together.
  package init(pinFormat: PINFormat, algorithm: Algorithm, encryptsTrack: Bool) {
    self.pinFormat = pinFormat
    self.algorithm = algorithm
    self.encryptsTrack = encryptsTrack
  }

  /// Takes the sixteen digits; nil when one has no meaning.
  package init?(_ text: some StringProtocol) {
    let digits = text.utf8.map { $0 &- 0x30 }
    guard digits.count == 16, let pinFormat = PINFormat(rawValue: digits[0]),
      let algorithm = Algorithm(rawValue: digits[1]), digits[2] <= 1,
      digits[3...].allSatisfy({ $0 == 0 })
    else { return nil }
    self.init(pinFormat: pinFormat, algorithm: algorithm, encryptsTrack: digits[2] == 1)
  }

  /// The sixteen digits.
  package var text: String {
    "\(pinFormat.rawValue)\(algorithm.rawValue)\(encryptsTrack ? 1 : 0)0000000000000"
  }
}
