/// A cyclic file in which a test chip remembers what was done with it, the newest record first.
///
/// Source: EMV 4.3 Book 3, D; JR/T 0025 (PBOC 3.0), part 13, for the log of loads.
package struct LogPersonality: Hashable, Sendable {
  /// The short file identifier, 11 to 30.
  package var file: UInt8
  /// How many records it keeps.
  package var recordLimit: UInt8
  /// What a record holds, tags and lengths (tag 9F4F; DF4F for loads).
  package var format: [UInt8]
  /// The records that it has, the newest first.
  package var records: [[UInt8]]

  /// Puts a log together.
  package init(
    file: UInt8, recordLimit: UInt8 = 10, format: [UInt8], records: [[UInt8]] = []
  ) {
    self.file = file
    self.recordLimit = recordLimit
    self.format = format
    self.records = records
  }

  /// Takes a record in; the oldest goes when there is no more room.
  mutating func append(_ record: [UInt8]) {
    records.insert(record, at: 0)
    if records.count > Int(recordLimit) { records.removeLast() }
  }
}
