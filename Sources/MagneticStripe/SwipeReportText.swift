package import HAL

/// Small texts in reports.
enum SwipeReportText {
  /// Printable characters before the first zero; nil when there are none.
  static func serialNumber(_ field: ArraySlice<UInt8>) -> String? {
    let text = field.prefix { $0 != 0 }
    guard !text.isEmpty, text.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
    return String(decoding: text, as: UTF8.self)
  }
}

extension TrackText {
  /// What stands between the first character and the end sentinel of a masked track.
  static func withoutSentinels(_ text: ArraySlice<UInt8>) -> [UInt8] {
    Array(text.dropFirst().prefix { $0 != TrackFormat.track1.endSentinel })
  }
}

extension Swipe {
  /// The reading of a track.
  package subscript(_ track: TrackFormat) -> TrackReading {
    get {
      switch track {
      case .track1: track1
      case .track2: track2
      case .track3: track3
      }
    }
    set {
      switch track {
      case .track1: track1 = newValue
      case .track2: track2 = newValue
      case .track3: track3 = newValue
      }
    }
  }
}
