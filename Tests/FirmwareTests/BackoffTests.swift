import Firmware
import HAL
import Testing

@Suite struct BackoffTests {
  /// Gives the same byte again and again.
  private final class Constant: EntropySource {
    let byte: UInt8
    init(_ byte: UInt8) { self.byte = byte }
    func randomBytes(_ count: Int) -> [UInt8] { Array(repeating: byte, count: count) }
  }

  @Test func `the delay doubles up to its limit`() {
    var backoff = Backoff(first: .seconds(5), limit: .seconds(18))
    #expect(backoff.isDue(at: .zero))
    var delays: [Duration] = []
    for _ in 0..<4 {
      backoff.postpone(at: .zero, entropy: Constant(0))
      delays.append(backoff.nextTry)
    }
    #expect(delays == [.seconds(5), .seconds(10), .seconds(18), .seconds(18)])
    #expect(!backoff.isDue(at: .seconds(17)))
    #expect(backoff.isDue(at: .seconds(18)))
  }

  @Test func `up to a fifth is added by chance`() {
    var backoff = Backoff(first: .seconds(10), limit: .seconds(10))
    backoff.postpone(at: .zero, entropy: Constant(255))
    #expect(backoff.nextTry == .seconds(12))
  }

  @Test func `success allows the next try at once`() {
    var backoff = Backoff(first: .seconds(5), limit: .seconds(60))
    backoff.postpone(at: .seconds(1), entropy: Constant(0))
    backoff.reset()
    #expect(backoff.isDue(at: .seconds(1)))
  }
}
