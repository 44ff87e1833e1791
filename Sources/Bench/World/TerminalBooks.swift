import Foundation

/// What the terminal says of its ledger, as far as the counter has heard.
///
/// The terminal lists the batch that is open; transactions of batches before it stay here as they
/// were last heard.
struct TerminalBooks: Hashable, Sendable {
  /// One transaction.
  struct Entry: Hashable, Sendable, Codable {
    /// 60.2.
    var batch: String
    /// The voucher number.
    var trace: String
    /// `sale` or `void`.
    var type: String
    /// With two decimals.
    var amount: String
    /// The masked card number.
    var card: String
    /// `open`, `approved`, `declined`, `reversal-due`, `reversed` or `handed-over`.
    var status: String
    /// The center's code, or the reason of a reversal that is due.
    var code: String?
    /// Whether a later void has undone it.
    var voided: Bool
  }

  private struct List: Decodable {
    var transactions: [Entry]
  }

  /// In the order in which they were first heard of.
  private(set) var entries: [Entry] = []
  private var places: [String: Int] = [:]

  /// Takes what the terminal answered to `ledger list`; false when it makes no sense.
  mutating func take(_ answer: String) -> Bool {
    guard let list = try? JSONDecoder().decode(List.self, from: Data(answer.utf8)) else {
      return false
    }
    for entry in list.transactions {
      let key = entry.batch + entry.trace
      if let place = places[key] {
        entries[place] = entry
      } else {
        places[key] = entries.count
        entries.append(entry)
      }
    }
    return true
  }
}
