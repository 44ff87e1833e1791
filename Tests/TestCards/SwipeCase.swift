import HAL
import MagneticStripe
package import MockDevices
import PaymentTypes
package import YAMLDocument

/// What a swipe of a card must come to, as its file has it.
package struct SwipeCase: Sendable {
  private let stripe: StripePersonality
  private let lines: [(subject: String, value: String)]

  /// Reads what a file says of a swipe; nil when it says nothing.
  package init?(_ file: CardFile) throws(YAMLError) {
    guard let node = file.swipe, let stripe = file.personality.stripe else { return nil }
    self.stripe = stripe
    let subjects = [
      "track-1", "track-2", "track-3", "card", "number", "expiry", "service-code", "chip",
    ]
    var lines: [(subject: String, value: String)] = []
    for entry in try node.mapping(allowing: subjects).entries {
      lines.append((entry.key, try entry.value.text()))
    }
    self.lines = lines
  }

  /// What came otherwise, a sentence for each.
  package var deviations: [String] {
    lines.compactMap { line in
      let seen = value(line.subject)
      return seen == line.value ? nil : "\(line.subject): expected \(line.value), came \(seen)"
    }
  }

  private func value(_ subject: String) -> String {
    let swipe = stripe.swipe
    switch subject {
    case "track-1": return Self.text(swipe.track1)
    case "track-2": return Self.text(swipe.track2)
    case "track-3": return Self.text(swipe.track3)
    default: break
    }
    guard case .readable(let track, let warnings) = SwipedCard(swipe) else { return "unusable" }
    switch subject {
    case "number": return track.pan.masked
    case "expiry": return track.expiry?.text ?? "none"
    case "service-code": return track.serviceCode?.text ?? "none"
    case "chip": return track.serviceCode?.announcesChip == true ? "announced" : "none"
    default: return warnings.isEmpty ? "usable" : "usable with warnings"
    }
  }

  private static func text(_ reading: Swipe.TrackReading) -> String {
    switch reading {
    case .characters: "read"
    case .absent: "absent"
    case .encrypted: "encrypted"
    case .unreadable: "unreadable"
    }
  }
}
