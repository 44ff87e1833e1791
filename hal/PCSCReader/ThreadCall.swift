import Synchronization

/// A call whose work is done on a thread and whose caller waits on the loop, but not for ever.
final class ThreadCall<Value: Sendable>: Sendable {
  private enum State {
    case waiting(UnsafeContinuation<Value?, Never>)
    case over
  }

  private let state: Mutex<State>

  /// Takes the caller who waits.
  init(_ continuation: UnsafeContinuation<Value?, Never>) {
    state = Mutex(.waiting(continuation))
  }

  /// Whether nobody waits any more.
  var isOver: Bool {
    state.withLock { if case .over = $0 { true } else { false } }
  }

  /// Gives the caller the result, or nil for none in time; false when nobody waits any more.
  @discardableResult
  func end(with value: Value?) -> Bool {
    let waiting: UnsafeContinuation<Value?, Never>? = state.withLock { state in
      guard case .waiting(let continuation) = state else { return nil }
      state = .over
      return continuation
    }
    waiting?.resume(returning: value)
    return waiting != nil
  }
}
