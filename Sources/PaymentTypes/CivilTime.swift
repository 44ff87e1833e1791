/// A date and time of day on the terminal's own calendar, without a zone.
///
/// The wall clock is a label on slips and messages; money is never decided by it.
package struct CivilTime: Hashable, Sendable {
  /// The full year.
  package var year: Int
  /// 1 to 12.
  package var month: Int
  /// 1 to 31.
  package var day: Int
  /// 0 to 23.
  package var hour: Int
  /// 0 to 59.
  package var minute: Int
  /// 0 to 59.
  package var second: Int

  /// Takes the parts as they are.
  package init(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// The civil time of a count of seconds since 1970-01-01 00:00:00 on the same calendar.
  package init(secondsSince1970 seconds: Int) {
    let days = Int((Double(seconds) / 86_400).rounded(.down))
    let rest = seconds - days * 86_400
    // The calendar repeats every 146,097 days; years are counted from March.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    hour = rest / 3600
    minute = rest / 60 % 60
    second = rest % 60
  }

  /// Seconds since 1970-01-01 00:00:00 on the same calendar.
  package var secondsSince1970: Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return (era * 146_097 + dayOfEra - 719_468) * 86_400 + hour * 3600 + minute * 60 + second
  }

  /// `YYMMDD` (EMV tag 9A).
  package var yearMonthDay: String { FixedDigits.text(year, 2) + monthDay }
  /// `MMDD` (ISO 8583 data element 13).
  package var monthDay: String { FixedDigits.text(month, 2) + FixedDigits.text(day, 2) }
  /// `hhmmss` (ISO 8583 data element 12).
  package var hourMinuteSecond: String {
    FixedDigits.text(hour, 2) + FixedDigits.text(minute, 2) + FixedDigits.text(second, 2)
  }
  /// `2026/11/23 20:13:05`, as on slips.
  package var text: String {
    FixedDigits.text(year, 4) + "/" + FixedDigits.text(month, 2) + "/" + FixedDigits.text(day, 2)
      + " " + FixedDigits.text(hour, 2) + ":" + FixedDigits.text(minute, 2) + ":"
      + FixedDigits.text(second, 2)
  }

  /// This time with the month, day and time of a message that carries no year.
  ///
  /// The year is the one that brings the result nearest to this time, so that a message from the
  /// other side of New Year gets the right one. Nil when the digits are no date.
  /// Source: UnionPay POS fields 12 and 13.
  package func adopting(monthDay: String, hourMinuteSecond: String) -> CivilTime? {
    let date = monthDay.utf8.map { Int($0) - 0x30 }
    let time = hourMinuteSecond.utf8.map { Int($0) - 0x30 }
    guard date.count == 4, time.count == 6, (date + time).allSatisfy({ (0...9).contains($0) })
    else { return nil }
    func pair(_ digits: [Int], _ index: Int) -> Int { digits[index] * 10 + digits[index + 1] }
    let month = pair(date, 0)
    let day = pair(date, 2)
    guard (1...12).contains(month), (1...31).contains(day), pair(time, 0) < 24,
      pair(time, 2) < 60, pair(time, 4) < 60
    else { return nil }
    return [year - 1, year, year + 1]
      .map {
        CivilTime(
          year: $0, month: month, day: day, hour: pair(time, 0), minute: pair(time, 2),
          second: pair(time, 4))
      }
      .min {
        abs($0.secondsSince1970 - secondsSince1970) < abs($1.secondsSince1970 - secondsSince1970)
      }
  }
}
