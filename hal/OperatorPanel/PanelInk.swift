/// A pair of colours on the panel: what is written, and what it is written on.
enum PanelInk: UInt8, CaseIterable {
  case page
  case title
  case large
  case small
  case success
  case failure
  case warning
  case entry
  case hint
  case plainStatus
  case goodStatus
  case doubtfulStatus
  case badStatus

  /// A colour of eight bits a channel.
  struct Colour: Hashable {
    var red: UInt8
    var green: UInt8
    var blue: UInt8

    init(_ hexadecimal: UInt32) {
      red = UInt8(truncatingIfNeeded: hexadecimal >> 16)
      green = UInt8(truncatingIfNeeded: hexadecimal >> 8)
      blue = UInt8(truncatingIfNeeded: hexadecimal)
    }

    /// What lies between two colours, `share` fifteenths of the way.
    func mixed(with other: Colour, share: Int) -> Colour {
      func mix(_ from: UInt8, _ to: UInt8) -> UInt8 {
        UInt8((Int(from) * (15 - share) + Int(to) * share + 7) / 15)
      }
      var colour = self
      colour.red = mix(red, other.red)
      colour.green = mix(green, other.green)
      colour.blue = mix(blue, other.blue)
      return colour
    }
  }

  private static let white = Colour(0xFFFFFF)
  private static let night = Colour(0x15202B)

  var foreground: Colour {
    switch self {
    case .page, .large, .doubtfulStatus: Self.night
    case .title, .entry: Colour(0x0B3558)
    case .small: Colour(0x55616E)
    case .success: Colour(0x0A6B35)
    case .failure: Colour(0xAD1F17)
    case .warning: Colour(0x8A4F00)
    case .hint, .plainStatus, .goodStatus, .badStatus: Self.white
    }
  }

  var background: Colour {
    switch self {
    case .page, .large, .small, .success, .failure, .warning: Self.white
    case .title: Colour(0xE3E9F0)
    case .entry: Colour(0xEEF3F8)
    case .hint: Colour(0x37424D)
    case .plainStatus: Colour(0x55616E)
    case .goodStatus: Colour(0x0A6B35)
    case .doubtfulStatus: Colour(0xF5B31B)
    case .badStatus: Colour(0xAD1F17)
    }
  }

  /// Whether a panel of one bit a dot writes it light on dark: what must strike the eye there.
  var isInverse: Bool {
    switch self {
    case .badStatus, .doubtfulStatus, .title: true
    case .page, .large, .small, .success, .failure, .warning, .entry, .hint, .plainStatus,
      .goodStatus:
      false
    }
  }
}
