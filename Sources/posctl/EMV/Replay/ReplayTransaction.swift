import BERTLV
import EMVKernel
import Octets
import PaymentTypes

/// The parameters of a transaction, from the file or from what its commands show.
struct ReplayTransaction {
  /// The terminal objects that are read here, and those that follow from them.
  static let tags: Set<DataObjectTag> = [
    0x9F02, 0x9F03, 0x9A, 0x9F21, 0x9C, 0x9F37, 0x9F41, 0x81, 0x9F04, 0x9F39, 0x95, 0x9B, 0x9F34,
  ]

  private let session: RecordedSession
  private let recorded: RecordedValues

  init(_ session: RecordedSession, _ recorded: RecordedValues) {
    self.session = session
    self.recorded = recorded
  }

  /// All of them; an error names what neither the file nor the commands tell.
  func parameters() throws(SessionError) -> TransactionParameters {
    let facts = session.transaction
    guard let amount = facts.amount ?? number(0x9F02) ?? binary(0x81),
      let total = TransactionAmount(minorUnits: amount)
    else {
      throw SessionError(
        place: "transaction.amount", expected: "the amount in minor units; it is missing")
    }
    guard let date = facts.date ?? value(0x9A).map({ Hexadecimal.text($0) }) else {
      throw SessionError(
        place: "transaction.date", expected: "a text of six digits YYMMDD; it is missing")
    }
    let time = facts.time ?? value(0x9F21).map { Hexadecimal.text($0) } ?? "120000"
    guard let moment = Self.moment(date, time) else {
      throw SessionError(
        place: "transaction.date", expected: "a day YYMMDD of the calendar, and a time hhmmss")
    }
    let cashback = facts.cashback ?? number(0x9F03) ?? 0
    let unpredictable = facts.unpredictableNumber ?? value(0x9F37) ?? [0, 0, 0, 0]
    let counter = facts.counter ?? number(0x9F41) ?? 1
    guard let sequenceCounter = SystemTraceAuditNumber(max(1, counter % 1_000_000)) else {
      throw SessionError(place: "transaction.counter", expected: "1 to 999999")
    }
    let type = facts.type ?? value(0x9C)?.first ?? 0x00
    // A drawn 99 selects no amount below the floor limit, as no target is higher.
    return TransactionParameters(
      amount: total, cashbackAmount: TransactionAmount(minorUnits: cashback) ?? .zero,
      kind: TransactionParameters.Kind(rawValue: type), time: moment,
      unpredictableNumber: unpredictable.reduce(0) { $0 << 8 | UInt32($1) },
      sequenceCounter: sequenceCounter,
      randomPercentage: facts.random ?? 99, isForcedOnline: facts.isForcedOnline)
  }

  private func value(_ tag: DataObjectTag) -> [UInt8]? {
    session.terminal.last { $0.tag == tag }?.value ?? recorded.values[tag]
  }

  private func number(_ tag: DataObjectTag) -> Int? {
    value(tag).flatMap { BinaryCodedDecimal.number($0) }.map { Int(clamping: $0) }
  }

  private func binary(_ tag: DataObjectTag) -> Int? {
    value(tag).flatMap { $0.count == 4 ? $0.reduce(0) { $0 << 8 | Int($1) } : nil }
  }

  private static func moment(_ date: String, _ time: String) -> CivilTime? {
    let packed = BinaryCodedDecimal.pack(date.utf8, alignment: .right) ?? []
    let digits = (date + time).utf8.map { Int($0) - 0x30 }
    guard CardDate(packed) != nil, digits.count == 12, digits.allSatisfy({ (0...9).contains($0) })
    else { return nil }
    func pair(_ index: Int) -> Int { digits[index] * 10 + digits[index + 1] }
    guard pair(6) < 24, pair(8) < 60, pair(10) < 60 else { return nil }
    return CivilTime(
      year: pair(0) + (pair(0) < 50 ? 2000 : 1900), month: pair(2), day: pair(4), hour: pair(6),
      minute: pair(8), second: pair(10))
  }
}
