/// Where an application's records are (tag 94, AFL).
///
/// On the wire: groups of four bytes: file shifted left by three, first and last record, and how
/// many of them offline data authentication covers. Source: EMV 4.3 Book 3, 10.2.
package struct ApplicationFileLocator: Hashable, Sendable {
  /// One record.
  package struct Record: Hashable, Sendable {
    /// The short file identifier, 1 to 30.
    package let file: UInt8
    /// The record's number, from 1.
    package let number: UInt8
    /// Whether offline data authentication covers it.
    package let isAuthenticated: Bool
  }

  /// How many records a card may make us read; one with more is refused.
  package static let recordLimit = 256

  /// The records in the order in which they are read.
  package let records: [Record]

  /// Nil when the bytes are no groups of four, or point to what can't be.
  package init?(_ bytes: some Collection<UInt8>) {
    let bytes = Array(bytes)
    guard !bytes.isEmpty, bytes.count % 4 == 0 else { return nil }
    var records: [Record] = []
    for index in stride(from: 0, to: bytes.count, by: 4) {
      let (file, first, last) = (bytes[index] >> 3, bytes[index + 1], bytes[index + 2])
      let authenticatedCount = Int(bytes[index + 3])
      guard bytes[index] & 0x07 == 0, (1...30).contains(file), first >= 1, first <= last,
        authenticatedCount <= Int(last - first) + 1
      else { return nil }
      for number in first...last {
        let isAuthenticated = Int(number - first) < authenticatedCount
        records.append(Record(file: file, number: number, isAuthenticated: isAuthenticated))
      }
      guard records.count <= Self.recordLimit else { return nil }
    }
    self.records = records
  }
}
