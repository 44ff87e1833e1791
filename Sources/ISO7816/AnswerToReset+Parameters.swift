// What the interface characters say, with the defaults for those that are not there.
// Source: ISO/IEC 7816-3, 8.3, 10.2 and 11.4.
extension AnswerToReset {
  /// The protocols that the card offers, in its order; T=15 is none.
  package var offeredProtocols: [UInt8] {
    var protocols: [UInt8] = []
    for group in groups {
      guard let td = group.td, td & 0x0F != 15, !protocols.contains(td & 0x0F) else { continue }
      protocols.append(td & 0x0F)
    }
    return protocols.isEmpty ? [0] : protocols
  }

  /// The protocol that the card insists on (TA2); nil when the terminal may choose.
  package var specificProtocol: UInt8? { second?.ta.map { $0 & 0x0F } }

  /// Fi, clock cycles a unit of time before division by Di; nil for a reserved value.
  package var clockRateConversion: Int? {
    let values = [372, 372, 558, 744, 1116, 1488, 1860, nil, nil, 512, 768, 1024, 1536, 2048]
    return Self.value(values, at: (groups[0].ta ?? 0x11) >> 4)
  }

  /// Di, by which Fi is divided; nil for a reserved value.
  package var baudRateAdjustment: Int? {
    let values = [nil, 1, 2, 4, 8, 16, 32, 64, 12, 20]
    return Self.value(values, at: (groups[0].ta ?? 0x11) & 0x0F)
  }

  /// The highest clock in kilohertz that goes with Fi; nil for a reserved value.
  package var maximumClockKilohertz: Int? {
    let values = [
      4000, 5000, 6000, 8000, 12_000, 16_000, 20_000, nil, nil, 5000, 7500, 10_000, 15_000, 20_000,
    ]
    return Self.value(values, at: (groups[0].ta ?? 0x11) >> 4)
  }

  /// N, units of time that the card wants between characters on top of the usual; 255 is fewest.
  package var extraGuardTime: UInt8 { groups[0].tc ?? 0 }

  /// WI of T=0, from which the longest silence follows.
  package var waitingTimeInteger: UInt8 { second?.tc ?? 10 }

  /// IFSC of T=1: the most bytes that a block to the card may carry; nil when T=1 is not offered.
  package var informationFieldSize: UInt8? { blockGroup.map { $0.ta ?? 32 } }

  /// BWI of T=1, from which the longest wait for a block follows; nil when T=1 is not offered.
  package var blockWaitingInteger: UInt8? { blockGroup.map { ($0.tb ?? 0x4D) >> 4 } }

  /// CWI of T=1, from which the longest silence in a block follows; nil when T=1 is not offered.
  package var characterWaitingInteger: UInt8? { blockGroup.map { ($0.tb ?? 0x4D) & 0x0F } }

  /// Whether blocks of T=1 end with a CRC rather than an LRC; nil when T=1 is not offered.
  package var usesCyclicRedundancyCode: Bool? { blockGroup.map { ($0.tc ?? 0) & 1 == 1 } }

  /// The supply voltages that the card takes, of 5, 3 and 1.8 V as A, B and C; nil when unsaid.
  package var supplyClasses: [Character]? {
    globalGroup?.ta.map { indicator in
      zip("ABC", 0...).filter { indicator >> $1 & 1 == 1 }.map(\.0)
    }
  }

  private var second: InterfaceGroup? { groups.count > 1 ? groups[1] : nil }
  private var blockGroup: InterfaceGroup? { group(of: 1) }
  private var globalGroup: InterfaceGroup? { group(of: 15) }

  /// The first group that belongs to a protocol: from the third on, after a TD that names it.
  private func group(of number: UInt8) -> InterfaceGroup? {
    for (previous, group) in zip(groups, groups.dropFirst()).dropFirst()
    where previous.td.map({ $0 & 0x0F }) == number {
      return group
    }
    // A card whose last TD names the protocol has all of its defaults.
    return number == 1 && offeredProtocols.contains(1) ? InterfaceGroup() : nil
  }

  private static func value(_ values: [Int?], at index: UInt8) -> Int? {
    values.indices.contains(Int(index)) ? values[Int(index)] : nil
  }
}

extension AnswerToReset {
  /// What a contactless reader made of the card in its field; nil for a card with contacts.
  package enum Contactless: Hashable, Sendable {
    /// A card with a processor; its historical bytes are those of its answer to select.
    case processor
    /// A card with memory only, and the number of its kind.
    case memory(kind: UInt16)
  }

  /// Reads the form in which readers report contactless cards: `3B 8n 80 01`.
  ///
  /// Source: PC/SC part 3, 3.1.3.2.3.1; the kinds are in its supplement.
  package var contactless: Contactless? {
    guard convention == .direct, groups.count == 3, groups[0] == InterfaceGroup(td: 0x80),
      groups[1] == InterfaceGroup(td: 0x01), groups[2] == InterfaceGroup()
    else { return nil }
    let memory: [UInt8] = [0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06]
    guard historicalBytes.count >= 11, historicalBytes.starts(with: memory) else {
      return .processor
    }
    return .memory(kind: UInt16(historicalBytes[9]) << 8 | UInt16(historicalBytes[10]))
  }
}
