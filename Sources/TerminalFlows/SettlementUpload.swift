import CenterProtocol
package import Ledger

/// What a batch upload has to bring to the center: a pure function of books and verdicts.
///
/// The order is that of the reference, section 2.7: first the list of swiped transactions of a side
/// that does not balance, then each approved chip transaction, balanced or not.
package enum SettlementUpload {
  /// One message of the upload.
  package enum Item: Hashable, Sendable {
    /// Up to eight swiped transactions in one list (management code 201).
    case list([LedgerTransaction])
    /// One chip transaction with its last cryptogram (203 or 205).
    case chip(LedgerTransaction, isBalanced: Bool)

    /// How many transactions it brings.
    package var transactionCount: Int {
      switch self {
      case .list(let transactions): transactions.count
      case .chip: 1
      }
    }
  }

  /// All messages, in order.
  package static func items(
    of transactions: [LedgerTransaction], domestic: SettlementVerdict, foreign: SettlementVerdict
  ) -> [Item] {
    var swiped: [LedgerTransaction] = []
    var chips: [Item] = []
    for transaction in transactions {
      guard case .approved(let approval) = transaction.status else { continue }
      let isBalanced = (approval.isDomestic ? domestic : foreign) == .balanced
      switch (transaction.intent.entry, transaction.intent.type) {
      case (.chip, .sale): chips.append(.chip(transaction, isBalanced: isBalanced))
      case (.swipe, _), (.fallbackSwipe, _), (.chip, .saleVoid):
        // A void has no cryptogram of its own, whatever card it was made with.
        if !isBalanced { swiped.append(transaction) }
      }
    }
    let lists = stride(from: 0, to: swiped.count, by: BatchList.capacity).map {
      Item.list(Array(swiped[$0..<min($0 + BatchList.capacity, swiped.count)]))
    }
    return lists + chips
  }
}
