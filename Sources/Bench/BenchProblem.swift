/// Why the virtual counter can't do what was asked: what is wrong, and what to do about it.
package struct BenchProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, with the name of the thing.
  package var what: String
  /// What to do.
  package var cure: String

  /// Puts a problem together.
  package init(_ what: String, cure: String) {
    self.what = what
    self.cure = cure
  }

  package var description: String { "\(what): \(cure)" }
}
