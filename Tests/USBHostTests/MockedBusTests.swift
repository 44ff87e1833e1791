import MockedUSB
import Testing

@Suite(.disabled(if: MockedUSBBus.isPresent, "it starts this program beneath the bus"))
struct MockedBusTests {
  @Test func `on a bus of mocked devices the real libusb does all that is asked of it`() throws {
    try MockedUSBBus.runTests(matching: "USBHostTests")
  }
}
