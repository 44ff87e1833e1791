import Octets
package import PaymentTypes

/// A day as cards write it: YYMMDD in three bytes of packed digits.
///
/// Years 50 to 99 are 1950 to 1999, 00 to 49 are 2000 to 2049. Source: EMV 4.3 Book 4, 6.7.3.
package struct CardDate: Hashable, Sendable, Comparable {
  /// 19500101 to 20491231, so that dates compare as numbers.
  private let number: Int

  /// Nil when the bytes are no day of the calendar.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == 3, let digits = BinaryCodedDecimal.number(bytes).map(Int.init) else {
      return nil
    }
    let year = digits / 10_000 + (digits >= 500_000 ? 1900 : 2000)
    let month = digits / 100 % 100
    let day = digits % 100
    guard (1...12).contains(month), (1...Self.dayCount(year, month)).contains(day) else {
      return nil
    }
    number = year * 10_000 + month * 100 + day
  }

  /// Three bytes, as cards write it.
  package var bytes: [UInt8] {
    let digits = number % 1_000_000
    return [digits / 10_000, digits / 100 % 100, digits % 100].map {
      UInt8(truncatingIfNeeded: $0 / 10 << 4 | $0 % 10)
    }
  }

  /// The day of a civil time.
  package init(_ time: CivilTime) {
    number = time.year * 10_000 + time.month * 100 + time.day
  }

  private static func dayCount(_ year: Int, _ month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
