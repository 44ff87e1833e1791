/// Lets one caller at a time through, in the order in which they came.
///
/// A driver with one line to its device puts it before each conversation; the firmware has one
/// before the center. Everything happens on one loop; it is not for use between threads.
public final class Turnstile {
  private let clock: any DeviceClock
  private var waiting: [(id: UInt64, end: (Bool) -> Void)] = []
  private var nextID: UInt64 = 0

  /// Whether somebody is inside.
  public private(set) var isOccupied = false

  /// Makes a free turnstile whose time-outs run on `clock`.
  public init(clock: any DeviceClock) { self.clock = clock }

  /// Waits for its turn; false when it does not come in time.
  ///
  /// Without a time-out it waits for as long as it takes. After true, call `leave`.
  public func enter(timeout: Duration?) async -> Bool {
    if !isOccupied {
      isOccupied = true
      return true
    }
    return await withUnsafeContinuation { (continuation: UnsafeContinuation<Bool, Never>) in
      nextID += 1
      let id = nextID
      let timer = timeout.map { timeout in
        clock.setTimer(after: timeout) { [self] in
          waiting.removeAll { $0.id == id }
          continuation.resume(returning: false)
        }
      }
      waiting.append(
        (
          id,
          { [clock] isTurn in
            if let timer { clock.cancelTimer(timer) }
            continuation.resume(returning: isTurn)
          }
        ))
    }
  }

  /// Lets the next one through; nobody slips in between.
  public func leave() {
    if waiting.isEmpty { isOccupied = false } else { waiting.removeFirst().end(true) }
  }

  /// Waits for its turn, runs `body` alone, and lets the next one through.
  public func pass<Result, Failure: Error>(
    _ body: () async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    _ = await enter(timeout: nil)
    defer { leave() }
    return try await body()
  }
}
