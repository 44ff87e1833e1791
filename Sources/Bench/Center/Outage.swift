/// Whether the way to the network is torn, and who waits for it to be mended.
final class Outage {
  private var waiting: [UnsafeContinuation<Void, Never>] = []
  /// Whether it is torn.
  private(set) var isOn = false

  /// Tears it.
  func start() { isOn = true }

  /// Mends it.
  func stop() {
    isOn = false
    let continuations = waiting
    waiting = []
    for continuation in continuations { continuation.resume() }
  }

  /// Waits for as long as it is torn.
  func end() async {
    while isOn { await withUnsafeContinuation { waiting.append($0) } }
  }
}
