import CenterProtocol
package import MockDevices
import ISO8583
import PaymentTypes
package import TestCenter

/// One sale that the simulated cashier will try, and what goes wrong meanwhile.
package struct SalePlan: Sendable {
  /// In minor units.
  package var minorUnits: Int
  /// The card that is presented.
  package var card: CardPersonality
  /// What the cardholder types, in ASCII digits.
  package var pinDigits: [UInt8]
  /// What the center does to this sale.
  package var fault: CenterFault?
  /// On which screen the cardholder pulls the card.
  package var pullsCardOn: String?
  /// Whether the network is torn during the sale and comes back after it.
  package var tearsNetwork = false

  /// Draws a day of sales with those of the cards that can pay; none without such a card.
  package static func day(
    seed: UInt64, saleCount: Int, cards: [CardPersonality], withFaults: Bool
  ) -> [SalePlan] {
    var random = SplitMix64(seed: seed)
    let cards = cards.filter { usableCards.contains($0.identifier) }
    if cards.isEmpty { return [] }
    return (0..<saleCount).map { _ in
      var plan = SalePlan(
        minorUnits: 1 + random.below(20_000), card: cards[random.below(cards.count)],
        pinDigits: Array("123456".utf8), fault: nil, pullsCardOn: nil)
      guard withFaults else { return plan }
      switch random.below(10) {
      case 0...2: plan.fault = fault(&random)
      case 3: plan.pullsCardOn = pulls[random.below(pulls.count)]
      case 4: plan.tearsNetwork = true
      case 5: plan.pinDigits = Array("999999".utf8)
      default: break
      }
      return plan
    }
  }

  private static let usableCards: Set<String> = [
    "chip-debit-online-pin", "chip-credit-signature", "chip-no-cvm",
    "chip-declines-after-approval", "chip-two-applications", "stripe-debit",
    "chip-mute",
  ]

  private static let pulls = ["reading-card", "enter-pin", "waiting-for-center"]

  private static func fault(_ random: inout SplitMix64) -> CenterFault {
    let sale: Set<MessageType> = [.financialRequest]
    let both: Set<MessageType> = [.financialRequest, .reversalRequest]
    switch random.below(13) {
    case 0: return CenterFault(.dropRequest(.staysOpen), types: sale)
    case 1: return CenterFault(.dropAnswer(.staysOpen), types: sale)
    case 2: return CenterFault(.dropAnswer(.resets), types: sale)
    case 3: return CenterFault(.delayAnswer(.seconds(90)), types: sale)
    case 4: return CenterFault(.holdRequest(.seconds(90)), types: sale)
    case 5: return CenterFault(.duplicateAnswer(after: .seconds(1)), types: sale)
    case 6: return CenterFault(.cutAnswer(byteCount: 1 + random.below(120)), types: sale)
    case 7: return CenterFault(.wrongMAC, types: sale)
    case 8: return CenterFault(.wrongTraceNumber, types: sale)
    case 9: return CenterFault(.wrongAmount, types: sale)
    case 11: return CenterFault(.nonsense, types: both, count: 2)
    case 10: return CenterFault(.dropAnswer(.closes), types: both, count: 3)
    default: return CenterFault(.omitMAC, types: both, count: 2)
    }
  }
}
