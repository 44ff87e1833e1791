import Synchronization

/// A call whose work is done on a thread and whose caller waits on the loop, but not for ever.
final class ThreadCall<Value: Sendable>: Sendable {
  private enum State {
    case running
    case awaited(UnsafeContinuation<Value?, Never>)
    case ended(Value)
    case over
  }

  private let state = Mutex(State.running)
  private let hasResult = Atomic(false)

  /// Whether the result is there, without a lock.
  var isEnded: Bool { hasResult.load(ordering: .acquiring) }

  /// Whether the caller has given up.
  var isAbandoned: Bool { state.withLock { if case .over = $0 { true } else { false } } }

  /// The thread's part: brings the result; false when nobody waits any more.
  func end(with value: Value) -> Bool {
    let (waiting, isWanted): (UnsafeContinuation<Value?, Never>?, Bool) = state.withLock { state in
      switch state {
      case .running:
        state = .ended(value)
        return (nil, true)
      case .awaited(let continuation):
        state = .over
        return (continuation, true)
      case .ended, .over: return (nil, false)
      }
    }
    hasResult.store(true, ordering: .releasing)
    waiting?.resume(returning: value)
    return isWanted
  }

  /// The caller's part: takes the result if it is there.
  func take() -> Value? {
    state.withLock { state in
      guard case .ended(let value) = state else { return nil }
      state = .over
      return value
    }
  }

  /// The caller's part: is resumed with the result, or with nil by `abandon`.
  func await(_ continuation: UnsafeContinuation<Value?, Never>) {
    let value: Value? = state.withLock { state in
      guard case .ended(let value) = state else {
        state = .awaited(continuation)
        return nil
      }
      state = .over
      return value
    }
    if let value { continuation.resume(returning: value) }
  }

  /// Lets the caller go without a result; what the thread brings later goes to nobody.
  func abandon() {
    let waiting: UnsafeContinuation<Value?, Never>? = state.withLock { state in
      guard case .awaited(let continuation) = state else { return nil }
      state = .over
      return continuation
    }
    waiting?.resume(returning: nil)
  }
}
