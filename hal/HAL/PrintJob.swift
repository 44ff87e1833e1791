/// What a slip is called from its beginning to its proof, such as `000001-000012-merchant`.
///
/// It stands in logs; it holds no card data.
public struct PrintJobIdentifier: Hashable, Sendable, CustomStringConvertible {
  /// The name.
  public let text: String
  /// Names a job.
  public init(_ text: String) { self.text = text }
  /// The name.
  public var description: String { text }
}

/// One slip to print.
public struct PrintJob: Hashable, Sendable {
  /// Its name; a second try of the same slip has the same.
  public var identifier: PrintJobIdentifier
  /// What stands on it.
  public var document: PrintDocument
  /// Whether a piece of an earlier try may hang out of the printer: it is cut off first.
  ///
  /// For tries before the terminal was started; a driver knows by itself of those in its own time.
  public var mayFollowPiece: Bool

  /// Puts a job together.
  public init(
    _ identifier: PrintJobIdentifier, _ document: PrintDocument, mayFollowPiece: Bool = false
  ) {
    self.identifier = identifier
    self.document = document
    self.mayFollowPiece = mayFollowPiece
  }
}

/// How a slip came out.
public struct PrintReport: Hashable, Sendable {
  /// How sure it is that it did.
  public var proof: PrintProof
  /// The paper will be out soon.
  public var isPaperLow: Bool

  /// Puts a report together.
  public init(proof: PrintProof, isPaperLow: Bool = false) {
    self.proof = proof
    self.isPaperLow = isPaperLow
  }
}

/// How sure it is that a slip came out.
public enum PrintProof: String, Hashable, Sendable {
  /// The printer said, behind the last command of the slip, that it had obeyed everything.
  case confirmed
  /// The printer took the bytes, time enough has passed, and nothing is known to be wrong; it
  /// does not tell more.
  case weak
}
