/// A binary heap of timers, ordered by due time, then by the order in which they were set.
struct TimerHeap {
  struct Timer {
    var due: Int64
    var id: UInt64
    var action: () -> Void
  }

  private var timers: [Timer] = []

  mutating func push(_ timer: Timer) {
    timers.append(timer)
    var child = timers.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard precedes(child, parent) else { break }
      timers.swapAt(child, parent)
      child = parent
    }
  }

  mutating func pop() -> Timer? {
    guard let first = timers.first else { return nil }
    let last = timers.removeLast()
    if !timers.isEmpty {
      timers[0] = last
      siftDown()
    }
    return first
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < timers.count && precedes(child, least) {
        least = child
      }
      if least == parent { return }
      timers.swapAt(parent, least)
      parent = least
    }
  }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    (timers[a].due, timers[a].id) < (timers[b].due, timers[b].id)
  }
}
