import HAL

/// The stored records as a chain: each seal covers its record and the seal before.
enum RecordChain {
  private static let firstSeal = [UInt8](repeating: 0, count: 32)

  /// Reads every record in order, checking seals, order and meaning; returns the last seal.
  ///
  /// Throws `.damaged` with the number of the first record that can't be trusted; `take` has had
  /// those before it.
  @discardableResult
  static func read(
    from database: borrowing Database, protection: any RecordProtection,
    _ take: (Ledger.Entry) -> Void
  ) throws(LedgerError) -> [UInt8] {
    let rows = try Database.Statement(
      "SELECT sequence, kind, body, seal FROM record ORDER BY sequence", on: database)
    var state = LedgerState()
    var seal = firstSeal
    var expected = 1
    while try step(rows, toward: expected) {
      let sequence = rows.number(0)
      guard sequence == expected else { throw .damaged(sequence: expected, .gap) }
      let kind = UInt8(truncatingIfNeeded: rows.number(1))
      let body = rows.bytes(2)
      seal = try Self.seal(
        sequence: sequence, kind: kind, body: body, after: seal, by: protection)
      guard seal == rows.bytes(3) else { throw .damaged(sequence: sequence, .seal) }
      let record = try decode(kind: kind, body: body, sequence: sequence)
      do throws(LedgerState.Refusal) {
        try state.check(record)
      } catch {
        throw .damaged(sequence: sequence, .order(error))
      }
      state.apply(record)
      take(Ledger.Entry(sequence: sequence, record: record))
      expected += 1
    }
    return seal
  }

  /// The seal of a record that follows the one with the seal `previous`.
  static func seal(
    sequence: Int, kind: UInt8, body: [UInt8], after previous: [UInt8],
    by protection: any RecordProtection
  ) throws(LedgerError) -> [UInt8] {
    var bytes = previous
    bytes.reserveCapacity(previous.count + 9 + body.count)
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: sequence >> shift))
    }
    bytes.append(kind)
    bytes.append(contentsOf: body)
    do throws(SecurityModuleError) {
      return try protection.seal(bytes)
    } catch {
      throw .sealing(error)
    }
  }

  /// Goes to the next row; a page that can't be read is damage of the record expected there.
  private static func step(
    _ rows: borrowing Database.Statement, toward expected: Int
  ) throws(LedgerError) -> Bool {
    do throws(LedgerError) {
      return try rows.step()
    } catch .damaged {
      throw .damaged(sequence: expected, .structure)
    }
  }

  private static func decode(
    kind: UInt8, body: [UInt8], sequence: Int
  ) throws(LedgerError) -> LedgerRecord {
    do throws(RecordCodingError) {
      return try LedgerRecord(kind: kind, body: body)
    } catch {
      throw .damaged(sequence: sequence, .body(error))
    }
  }
}
