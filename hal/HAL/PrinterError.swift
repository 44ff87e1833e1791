/// What keeps a printer from printing.
public enum PrinterError: Error, Hashable, Sendable {
  /// The port can't be opened or is gone; the code is errno.
  case portUnavailable(code: Int32)
  /// No paper.
  case paperOut
  /// The cover is open.
  case coverOpen
  /// The head is too hot, and did not cool down in time.
  case overheated
  /// The cutter is stuck.
  case cutterStuck
  /// Paper is jammed, or something else that a person can put right.
  case mechanical
  /// Only a repair puts it right.
  case unrecoverable
  /// It is plugged in and takes nothing: most often its cover is open.
  case offline
  /// It takes no bytes or does not answer, and nothing tells whether it is there.
  case timedOut
}

/// Why a slip did not come out, and what of it may have.
public struct PrintFailure: Error, Hashable, Sendable {
  /// What has to be put right.
  public var reason: PrinterError
  /// Whether a part of the slip may be on paper: the next try of it is a duplicate.
  public var isBegun: Bool

  /// Puts a failure together.
  public init(_ reason: PrinterError, isBegun: Bool) {
    self.reason = reason
    self.isBegun = isBegun
  }
}
