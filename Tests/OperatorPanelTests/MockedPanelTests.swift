import MockedUSB
import Testing

@Suite(.disabled(if: MockedUSBBus.isPresent, "it starts this program beneath the bus"))
struct MockedPanelTests {
  @Test func `on mocked nodes screens and keys of boards work`() throws {
    try MockedUSBBus.runTests(matching: "OnMockedNodes")
  }

  /// By itself, as it counts what the whole process has open.
  @Test func `a storm of keys, pulls and plugs leaves nothing behind`() throws {
    let text = try MockedUSBBus.runTests(matching: "PanelInStorm")
    for line in text.split(separator: "\n") where line.hasPrefix("storm:") { print(line) }
  }
}
