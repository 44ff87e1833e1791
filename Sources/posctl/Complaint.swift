/// Why a command ends without what was asked for: what is wrong, where, and what to do.
struct Complaint: Error, Hashable {
  /// The program's exit status.
  enum Status: Int32 {
    /// A ledger or a copy of it is damaged, or a board lacks what it needs.
    case damaged = 1
    /// The question makes no sense or can't be answered.
    case badInput = 2
  }

  let text: String
  let status: Status

  init(_ text: String, status: Status = .badInput) {
    self.text = text
    self.status = status
  }
}
