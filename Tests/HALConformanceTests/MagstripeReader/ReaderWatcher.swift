import HAL
import Testing

/// Sees that what a reader reports makes sense: found and lost in turn, no swipe while it is lost.
final class ReaderWatcher: DeviceEventSink {
  private(set) var isFound = false
  private(set) var swipeCount = 0
  /// The last swipe; taken away by whoever waits for the next.
  var lastSwipe: Swipe?

  func post(_ event: DeviceEvent) {
    switch event {
    case .deviceFound:
      #expect(!isFound, "found twice")
      isFound = true
    case .deviceLost:
      #expect(isFound, "lost twice")
      isFound = false
    case .cardSwiped(let swipe):
      #expect(isFound, "a swipe of a lost reader")
      swipeCount += 1
      lastSwipe = swipe
    default: Issue.record("\(event)")
    }
  }
}
