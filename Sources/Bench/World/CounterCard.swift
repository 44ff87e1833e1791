import Foundation
import HAL
import ISO7816
import MockDevices
import PaymentTypes

/// A card on the counter; its chip's counters live as long as the counter.
final class CounterCard {
  /// What kind of card it is.
  let personality: CardPersonality
  /// Its chip, for a slot that takes chips as they are.
  let chip: CardSimulator?

  /// Lays a card on the counter.
  init(_ personality: CardPersonality) {
    self.personality = personality
    chip = personality.chip.map { CardSimulator($0) }
  }

  /// The name by which scenarios know it.
  var identifier: CardIdentifier { CardIdentifier(personality.identifier) }
  /// Whether it fits the slot.
  var hasChip: Bool { chip != nil }
  /// What a reader makes of its stripe; nil without one.
  var swipe: Swipe? { personality.stripe?.swipe }
  /// Whether the chip has pulled itself out, as its personality wants it.
  var isRemoved: Bool { chip?.isRemoved ?? true }

  /// Powers the chip up.
  func powerUp() -> Result<[UInt8], CardReaderError> {
    guard let answer = chip?.reset() else { return .failure(.mute) }
    return .success(answer)
  }

  /// Gives the chip a command.
  func transmit(_ command: [UInt8]) -> Result<[UInt8], CardReaderError> {
    guard let response = chip?.process(command), !response.isEmpty else {
      return .failure(isRemoved ? .cardRemoved : .timedOut)
    }
    return .success(response)
  }

  /// How the panel shows it; the colour comes from its place on the counter.
  func face(place: Int) -> PanelState.Card {
    let chinese = personality.chineseName
    return PanelState.Card(
      identifier: personality.identifier, name: PanelText(chinese, personality.englishName),
      number: shortNumber, hue: (place * 47 + 212) % 360, hasChip: hasChip,
      hasStripe: swipe != nil, remark: remark)
  }

  /// The last four digits of its number; the chip on its picture leaves room for no more.
  private var shortNumber: String {
    guard let account = personality.accounts.first,
      let pan = PrimaryAccountNumber(digits: account.panDigits)
    else { return "" }
    return "···· \(pan.lastFour)"
  }

  private var remark: PanelText {
    guard let account = personality.accounts.first else { return PanelText("", "") }
    let pin = String(decoding: account.pinDigits, as: UTF8.self)
    let balance = TransactionAmount(minorUnits: account.balanceMinorUnits)?.text ?? ""
    return PanelText("密码 \(pin) · 初始余额 \(balance)", "PIN \(pin), starts with \(balance)")
  }
}
