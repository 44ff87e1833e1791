import PaymentTypes

/// Which batch of which terminal.
struct BatchKey: Hashable {
  let terminal: String
  let batch: String
}

/// What the center remembers of a batch besides its books, by trace number.
///
/// It is forgotten two batches later, so that a center can run for years of simulated time.
struct BatchMemory {
  /// What was answered to each transaction, for a repetition.
  var outcomes: [String: Outcome] = [:]
  /// Reversals of what never came: should it come late, it is refused.
  var cancelled: Set<String> = []
  /// The messages of the batch upload that have been counted.
  var uploads: Set<String> = []

  /// What a transaction came to.
  struct Outcome {
    let request: [UInt8]
    let reply: CenterReply
  }
}
