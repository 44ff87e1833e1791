import TerminalFlows
import Testing

@Suite struct FallbackWindowTests {
  private static let rule = FallbackWindow.Rule(failureCount: 2, duration: .seconds(60))

  @Test func `so many failures open it, for so long`() {
    var window = FallbackWindow()
    #expect(!window.isOpen(at: .zero, under: Self.rule))
    window.noteFailure(at: .seconds(10), under: Self.rule)
    #expect(!window.isOpen(at: .seconds(10), under: Self.rule))
    window.noteFailure(at: .seconds(20), under: Self.rule)
    #expect(window.isOpen(at: .seconds(20), under: Self.rule))
    #expect(window.isOpen(at: .seconds(80), under: Self.rule))
    #expect(!window.isOpen(at: .milliseconds(80_001), under: Self.rule))
  }

  @Test func `failures that are too old count no more`() {
    var window = FallbackWindow()
    window.noteFailure(at: .seconds(10), under: Self.rule)
    window.noteFailure(at: .seconds(71), under: Self.rule)
    #expect(!window.isOpen(at: .seconds(71), under: Self.rule))
  }

  @Test func `a chip that answers closes it`() {
    var window = FallbackWindow()
    for second in 1...3 { window.noteFailure(at: .seconds(second), under: Self.rule) }
    window.close()
    #expect(!window.isOpen(at: .seconds(4), under: Self.rule))
    window.noteFailure(at: .seconds(5), under: Self.rule)
    #expect(!window.isOpen(at: .seconds(5), under: Self.rule))
  }

  @Test func `an acquirer may forbid it`() {
    var window = FallbackWindow()
    for second in 1...9 { window.noteFailure(at: .seconds(second), under: nil) }
    #expect(!window.isOpen(at: .seconds(9), under: nil))
    #expect(!window.isOpen(at: .seconds(9), under: Self.rule))
  }
}
