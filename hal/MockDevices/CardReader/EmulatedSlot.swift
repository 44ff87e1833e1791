/// One slot of an emulated card reader.
///
/// It knows no reader driver, no loop and no clock: whoever carries its bytes calls the device
/// face, and people and tests work the test face. Cards are pulled, mute, slow and silent as real
/// ones are.
package final class EmulatedSlot {
  /// What is in the slot.
  package enum Presence: Hashable, Sendable {
    /// Nothing.
    case empty
    /// A card.
    case taken
    /// The reader itself is not there.
    case gone
  }

  /// What came of a call.
  package enum Outcome: Hashable, Sendable {
    /// It was done, and brought these bytes.
    case done([UInt8])
    /// Bytes were lost on the way to the card.
    case garbled
    /// The card does not answer.
    case cardSilent
    /// The reader is not there.
    case gone
    /// The card does not answer a reset.
    case cardMute
    /// The reader does not speak this protocol with the card.
    case protocolRefused
    /// The reader can't do this.
    case notSupported
    /// There is no card.
    case empty
  }

  /// The transmission of a command goes wrong.
  package enum Fault: Hashable, Sendable, CaseIterable {
    /// The card does not answer.
    case silence
    /// Bytes are lost.
    case garbledBytes
    /// The card is pulled while it works on the command.
    case removal
    /// The reader is unplugged while the card works on the command.
    case unplugging
  }

  /// What is in the slot; a change goes to whoever carries the bytes, and to the owner.
  package private(set) var presence = Presence.empty {
    didSet { if presence != oldValue { onPresence?(presence) } }
  }
  /// Called with each change of `presence`, by whoever carries the bytes.
  package var onPresence: ((Presence) -> Void)?
  /// Called when the card has left by itself.
  package var onSelfRemoval: (() -> Void)?
  /// How long the card takes for each answer; whoever carries the bytes waits.
  package var answerDelay = Duration.zero
  /// Which transmissions go wrong.
  package var faults = FaultPlan<Fault>.none
  /// Whether the reader refuses every protocol that the card may want.
  package var refusesProtocols = false
  /// The reader's own keys, if it has any.
  package var pinPad: EmulatedPINPad?
  /// Who the card in the field is; nil for a slot with contacts.
  package var contactless: ContactlessIdentity?
  /// Answers commands to the reader itself; nil where it has no language of its own.
  package var onEscape: (([UInt8]) -> [UInt8])?
  /// How often the card was powered up, cold and warm, and down.
  package private(set) var powerCounts = (cold: 0, warm: 0, down: 0)

  private var chip: (any EmulatedChip)?
  private var isUnplugged = false
  private var isPowered = false
  private var usesBlocks = false
  private var transport = EmulatedTransport()

  /// Makes an empty slot.
  package init() {}
}

// The test face.
extension EmulatedSlot {
  /// Puts a card in, in the place of one that is in.
  package func insert(_ chip: any EmulatedChip) {
    if self.chip != nil { remove() }
    self.chip = chip
    update()
  }

  /// Pulls the card.
  package func remove() {
    chip = nil
    isPowered = false
    update()
  }

  /// Pulls the reader's cable; the card stays in it.
  package func unplug() {
    isUnplugged = true
    isPowered = false
    update()
  }

  /// Plugs the reader in again.
  package func plug() {
    isUnplugged = false
    update()
  }

  private func update() { presence = isUnplugged ? .gone : chip == nil ? .empty : .taken }
}

// The device face.
extension EmulatedSlot {
  /// Resets the card, cold or warm; gives its answer.
  package func powerUp(isWarm: Bool) -> Outcome {
    guard let chip = presentChip else { return isUnplugged ? .gone : .empty }
    if isWarm { powerCounts.warm += 1 } else { powerCounts.cold += 1 }
    transport = EmulatedTransport()
    guard let answer = contactless?.answerToReset ?? chip.reset(isWarm: isWarm) else {
      return .cardMute
    }
    if contactless != nil { _ = chip.reset(isWarm: isWarm) }
    isPowered = true
    usesBlocks = contactless != nil || Self.startsWithBlocks(answer)
    return .done(answer)
  }

  /// Powers the card down.
  package func powerDown() -> Outcome {
    if isPowered { powerCounts.down += 1 }
    isPowered = false
    return isUnplugged ? .gone : .done([])
  }

  /// Sets the protocol: T=1 when `blocks`, else T=0.
  package func choose(blocks: Bool) -> Outcome {
    if isUnplugged { return .gone }
    if refusesProtocols { return .protocolRefused }
    usesBlocks = blocks
    return .done([])
  }

  /// Gives the card a command.
  package func transmit(_ command: [UInt8]) -> Outcome {
    guard let chip = presentChip else { return isUnplugged ? .gone : .empty }
    switch faults.next() {
    case .silence: return .cardSilent
    case .garbledBytes: return .garbled
    case .removal:
      remove()
      onSelfRemoval?()
      return .empty
    case .unplugging:
      unplug()
      return .gone
    case nil: break
    }
    if let identity = contactless, command.first == 0xFF { return .done(identity.answer(command)) }
    guard isPowered else { return .cardSilent }
    let answer = exchange(command, chip)
    // A card that leaves after a command leaves with its answer given out.
    if chip.isRemoved, !transport.isGivingOut {
      remove()
      onSelfRemoval?()
    }
    return answer.isEmpty ? .cardSilent : .done(answer)
  }

  /// Gives the reader itself a command.
  package func control(_ code: UInt32, _ bytes: [UInt8]) -> Outcome {
    if isUnplugged { return .gone }
    if code == EmulatedPINPad.escapeCode, let onEscape { return .done(onEscape(bytes)) }
    guard var pinPad else { return .notSupported }
    defer { self.pinPad = pinPad }
    return pinPad.control(code, bytes) { [self] in verify($0) }
  }

  /// Lets the cardholder type a PIN for the card.
  package func verifyPIN(digitCount: ClosedRange<Int>) -> Outcome {
    guard presentChip != nil else { return isUnplugged ? .gone : .empty }
    guard var pinPad else { return .notSupported }
    defer { self.pinPad = pinPad }
    return .done(pinPad.verify(digitCount: digitCount) { [self] in verify($0) })
  }

  private func verify(_ command: [UInt8]) -> [UInt8] {
    guard let chip = presentChip, isPowered else { return [] }
    return exchange(command, chip)
  }

  private func exchange(_ command: [UInt8], _ chip: any EmulatedChip) -> [UInt8] {
    usesBlocks || chip.answersTransport
      ? chip.process(command) : transport.exchange(command, with: chip)
  }

  private var presentChip: (any EmulatedChip)? { isUnplugged ? nil : chip }

  /// Whether an answer to reset offers T=1 first: the low nibble of TD1.
  private static func startsWithBlocks(_ answer: [UInt8]) -> Bool {
    guard answer.count > 2, answer[1] & 0x80 != 0 else { return false }
    let place = 2 + (answer[1] & 0x70).nonzeroBitCount
    return place < answer.count && answer[place] & 0x0F == 1
  }
}
