import Testing

@testable import PCSCReader

@Suite struct LookoutTests {
  /// How many of so many calls look at all.
  private func looks(_ lookout: inout Lookout, calls: Int, isQuick: Bool) -> Int {
    var count = 0
    for _ in 0..<calls {
      var hasLooked = false
      lookout.look {
        hasLooked = true
        return isQuick
      }
      if hasLooked { count += 1 }
    }
    return count
  }

  @Test func `a quick card is looked out for every time`() {
    var lookout = Lookout(processorCount: 2)
    #expect(looks(&lookout, calls: 100, isQuick: true) == 100)
  }

  @Test func `looks in vain become rare, and come back with the first that was not`() {
    var lookout = Lookout(processorCount: 2)
    // 1, 3, 6, 11, 20, 37, 70: the pause doubles each time.
    #expect(looks(&lookout, calls: 100, isQuick: false) == 7)
    #expect(looks(&lookout, calls: 200, isQuick: true) > 100)
  }

  @Test func `a single processor never looks`() {
    var lookout = Lookout(processorCount: 1)
    #expect(looks(&lookout, calls: 10, isQuick: true) == 0)
  }
}
