import HAL

// The bytes that stand for the cases of the HAL's enums on the bench's socket. A case is found by
// the byte that it is written as, so that the two directions can't differ.

extension Key {
  static let all: [Key] =
    (0...9).map { .digit($0) } + [.cancel, .clear, .enter, .menu, .up, .down, .feed]

  /// A digit above 9 does not exist on a keypad and goes out as 9.
  var benchCode: UInt8 {
    switch self {
    case .digit(let value): 0x30 + min(9, value)
    case .cancel: 0x40
    case .clear: 0x41
    case .enter: 0x42
    case .menu: 0x43
    case .up: 0x44
    case .down: 0x45
    case .feed: 0x46
    }
  }

  init?(benchCode: UInt8) {
    guard let key = Self.all.first(where: { $0.benchCode == benchCode }) else { return nil }
    self = key
  }
}

extension DisplayContent.Style {
  var benchCode: UInt8 {
    switch self {
    case .body: 0
    case .large: 1
    case .small: 2
    case .success: 3
    case .failure: 4
    case .warning: 5
    case .entry: 6
    }
  }

  init?(benchCode: UInt8) {
    guard let style = Self.allCases.first(where: { $0.benchCode == benchCode }) else { return nil }
    self = style
  }
}

extension Swipe.TrackFault {
  var benchCode: UInt8 {
    switch self {
    case .parity: 0
    case .longitudinalRedundancy: 1
    case .sentinelMissing: 2
    case .tooLong: 3
    case .notDecoded: 4
    case .foreignCharacter: 5
    case .keysExhausted: 6
    }
  }

  init?(benchCode: UInt8) {
    guard let fault = Self.allCases.first(where: { $0.benchCode == benchCode }) else { return nil }
    self = fault
  }
}

extension Swipe.Direction {
  /// 0 stands for a reader that does not say.
  var benchCode: UInt8 {
    switch self {
    case .forward: 1
    case .backward: 2
    }
  }

  init?(benchCode: UInt8) {
    guard let direction = Self.allCases.first(where: { $0.benchCode == benchCode }) else {
      return nil
    }
    self = direction
  }
}

extension SwipeEncryption.Algorithm {
  var benchCode: UInt8 {
    switch self {
    case .tripleDES: 0
    case .aes: 1
    }
  }

  init?(benchCode: UInt8) {
    guard let algorithm = Self.allCases.first(where: { $0.benchCode == benchCode }) else {
      return nil
    }
    self = algorithm
  }
}

extension SwipeEncryption.KeyVariant {
  var benchCode: UInt8 {
    switch self {
    case .pin: 0
    case .data: 1
    }
  }

  init?(benchCode: UInt8) {
    guard let variant = Self.allCases.first(where: { $0.benchCode == benchCode }) else {
      return nil
    }
    self = variant
  }
}

extension CardReaderError {
  /// All of them; the code of `communication` follows its byte.
  static let all: [Self] = [
    .serviceUnavailable, .readerGone, .noCard, .cardRemoved, .cardReset, .shared, .mute,
    .unsupportedCard, .timedOut, .communication(code: 0), .accessDenied, .notSupported,
    .invalidCommand,
  ]

  var benchCode: UInt8 {
    switch self {
    case .serviceUnavailable: 0
    case .readerGone: 1
    case .noCard: 2
    case .cardRemoved: 3
    case .cardReset: 4
    case .shared: 5
    case .mute: 6
    case .unsupportedCard: 7
    case .timedOut: 8
    case .communication: 9
    case .accessDenied: 10
    case .notSupported: 11
    case .invalidCommand: 12
    }
  }

  init?(benchCode: UInt8) {
    guard let error = Self.all.first(where: { $0.benchCode == benchCode }) else { return nil }
    self = error
  }
}
