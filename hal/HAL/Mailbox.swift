/// A queue with one reader, who may wait for the next element for a limited time.
///
/// Everything happens on one loop; it is not for use between threads. Elements come out in the
/// order in which they went in. A second reader while one waits is a programming error and traps.
public final class Mailbox<Element: Sendable> {
  private var elements: [Element] = []
  private var waiting: UnsafeContinuation<Element?, Never>?
  private var timer: TimerIdentifier?
  private let clock: any DeviceClock

  /// Makes an empty queue whose time-outs run on `clock`.
  public init(clock: any DeviceClock) { self.clock = clock }

  /// Whether nothing is waiting to be read.
  public var isEmpty: Bool { elements.isEmpty }

  /// Adds an element, or hands it to the reader who waits.
  public func post(_ element: Element) {
    guard let reader = waiting.take() else {
      elements.append(element)
      return
    }
    cancelTimer()
    reader.resume(returning: element)
  }

  /// Takes the next element; nil when none comes within the time-out.
  ///
  /// Without a time-out it waits for ever; a time-out of zero only looks.
  public func next(timeout: Duration?) async -> Element? {
    if !elements.isEmpty { return elements.removeFirst() }
    if let timeout, timeout <= .zero { return nil }
    precondition(waiting == nil, "a mailbox has one reader")
    return await withUnsafeContinuation { continuation in
      waiting = continuation
      guard let timeout else { return }
      timer = clock.setTimer(after: timeout) { [self] in
        timer = nil
        waiting.take()?.resume(returning: nil)
      }
    }
  }

  /// Forgets everything that has not been read.
  public func removeAll() { elements.removeAll() }

  private func cancelTimer() {
    if let timer = timer.take() { clock.cancelTimer(timer) }
  }
}
