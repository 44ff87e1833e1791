import CPCSC
package import HAL

/// What the daemon says of a reader at one moment.
package struct PCSCReaderStatus: Hashable, Sendable {
  /// The daemon's name for it, of which the last part changes with the order of plugging.
  package let name: String
  /// The bits of SCARD_STATE.
  let bits: UInt32
  /// Insertions and removals that the daemon has counted.
  let eventCount: UInt32
  /// What the card answered to its last reset; empty without one.
  package let answerToReset: [UInt8]

  init(name: String, bits: UInt32, eventCount: UInt32 = 0, answerToReset: [UInt8] = []) {
    self.name = name
    self.bits = bits
    self.eventCount = eventCount
    self.answerToReset = answerToReset
  }

  /// What it means for the driver.
  package var state: CardReaderState {
    if has(SCARD_STATE_UNAVAILABLE) || has(SCARD_STATE_UNKNOWN) { return .readerGone }
    guard has(SCARD_STATE_PRESENT) else { return .empty }
    return has(SCARD_STATE_MUTE) ? .cardMute : .cardPresent
  }

  /// Whether some program holds the card.
  package var isInUse: Bool { has(SCARD_STATE_INUSE) || has(SCARD_STATE_EXCLUSIVE) }

  private func has(_ bit: Int32) -> Bool { bits & UInt32(bit) != 0 }
}

extension PCSCReaderStatus {
  /// What has happened between two looks at the same reader, in this order.
  ///
  /// The counter tells that a card was pulled and put back even when both looks find one: each adds
  /// one to it. A single step between two looks at a card is the daemon's own insertion of a card
  /// that it had found in a reader.
  enum Change: Hashable, Sendable {
    case found
    case lost
    case removed
    case inserted
  }

  /// What has happened since `old`; nil stands for a reader that was not there.
  static func changes(from old: PCSCReaderStatus?, to new: PCSCReaderStatus?) -> [Change] {
    let before = old?.state ?? .readerGone
    let now = new?.state ?? .readerGone
    if before.isAvailable, now.isAvailable, old?.name != new?.name {
      return [.lost] + changes(from: nil, to: new)
    }
    switch (before.isAvailable, now.isAvailable) {
    case (false, false): return []
    case (true, false): return [.lost]
    case (false, true): return now.isCardPresent ? [.found, .inserted] : [.found]
    case (true, true):
      switch (before.isCardPresent, now.isCardPresent) {
      case (true, false): return [.removed]
      case (false, true): return [.inserted]
      case (false, false): return []
      case (true, true):
        return ((new?.eventCount ?? 0) &- (old?.eventCount ?? 0)) & 0xFFFF < 2
          ? [] : [.removed, .inserted]
      }
    }
  }
}
