/// Lets one flow at a time through; the others wait in the order in which they came.
///
/// It guards the way to the center: a reversal in the background and a sale never share it.
package final class Turnstile {
  private var isTaken = false
  private var waiting: [UnsafeContinuation<Void, Never>] = []

  /// Makes an open turnstile.
  package init() {}

  /// Whether somebody is inside.
  package var isOccupied: Bool { isTaken }

  /// Waits for its turn, then runs `body` alone.
  package func pass<Result, Failure: Error>(
    _ body: () async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    if isTaken {
      await withUnsafeContinuation { waiting.append($0) }
    }
    isTaken = true
    defer { leave() }
    return try await body()
  }

  private func leave() {
    if waiting.isEmpty {
      isTaken = false
    } else {
      // The next one is inside from now on, so that nobody slips in between.
      waiting.removeFirst().resume()
    }
  }
}
