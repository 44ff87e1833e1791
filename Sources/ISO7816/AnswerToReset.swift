import Octets

/// What a card says of itself when it is reset: coding, protocols and their timing.
///
/// On the wire: TS, T0, groups of interface characters, historical characters, check character;
/// 2 to 33 bytes. Source: ISO/IEC 7816-3, 8.2.
package struct AnswerToReset: Hashable, Sendable {
  /// Which level on the line is a one, and which bit goes first.
  package enum Convention: UInt8, Hashable, Sendable {
    /// High is one, the least significant bit goes first.
    case direct = 0x3B
    /// Low is one, the most significant bit goes first.
    case inverse = 0x3F
  }

  /// One group of interface characters, TA(i) to TD(i).
  package struct InterfaceGroup: Hashable, Sendable {
    /// TA(i).
    package var ta: UInt8?
    /// TB(i).
    package var tb: UInt8?
    /// TC(i).
    package var tc: UInt8?
    /// TD(i): the protocol that follows, and which characters of the next group are there.
    package var td: UInt8?
  }

  /// From the initial character TS.
  package let convention: Convention
  /// The groups in their order; the first is always there.
  package let groups: [InterfaceGroup]
  /// 0 to 15 bytes that belong to the card's maker.
  package let historicalBytes: [UInt8]
  /// TCK, or nil when only T=0 is offered.
  package let checkCharacter: UInt8?

  /// Reads an answer.
  package init(_ bytes: [UInt8]) throws(AnswerToResetError) {
    var reader = ByteReader(bytes)
    func next() throws(AnswerToResetError) -> UInt8 {
      do { return try reader.byte() } catch { throw .truncated(offset: reader.offset) }
    }
    guard let convention = Convention(rawValue: try next()) else { throw .initialCharacter }
    let format = try next()
    var groups: [InterfaceGroup] = []
    var present: UInt8? = format
    while let flags = present {
      var group = InterfaceGroup()
      if flags & 0x10 != 0 { group.ta = try next() }
      if flags & 0x20 != 0 { group.tb = try next() }
      if flags & 0x40 != 0 { group.tc = try next() }
      if flags & 0x80 != 0 { group.td = try next() }
      groups.append(group)
      present = group.td
    }
    var historicalBytes: [UInt8] = []
    for _ in 0..<format & 0x0F { historicalBytes.append(try next()) }
    // Whoever offers more than T=0 checks the characters from T0 on (ISO/IEC 7816-3, 8.2.5).
    let isChecked = groups.contains { $0.td.map { $0 & 0x0F != 0 } ?? false }
    checkCharacter = isChecked ? try next() : nil
    guard reader.isAtEnd else { throw .trailingBytes(offset: reader.offset) }
    if isChecked, Checksum.lrc(bytes.dropFirst()) != 0 { throw .checkCharacter }
    self.convention = convention
    self.groups = groups
    self.historicalBytes = historicalBytes
  }

  /// The protocol that the card starts with: 0 unless TD1 says otherwise.
  package var firstProtocol: UInt8 { (groups[0].td ?? 0) & 0x0F }
}

/// Why bytes are no answer to reset.
package enum AnswerToResetError: Error, Hashable, Sendable {
  /// TS is neither 3B nor 3F.
  case initialCharacter
  /// The bytes end too early.
  case truncated(offset: Int)
  /// Bytes follow the last character.
  case trailingBytes(offset: Int)
  /// The check character does not fit.
  case checkCharacter
}
