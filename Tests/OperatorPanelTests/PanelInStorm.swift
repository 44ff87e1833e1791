import EventLoop
import MockedUSB
import Testing

/// `LIANJI_STORM` sets another number of events than 1,000, `LIANJI_SEED` other events.
@Suite(.enabled(if: MockedUSBBus.isPresent, "MockedPanelTests runs it beneath usbmockd"))
struct PanelInStorm {
  @Test func `a storm of keys, pulls and plugs leaves nothing behind and no wrong key`() throws {
    let device = try MockedInput(name: "Stormy keypad")
    let screen = try MockedScreen(width: 128, height: 64, bitsPerPixel: 1)
    try EventLoop.run { loop in
      try await Storm(device: device, screen: screen, loop: loop).blow()
    }
  }
}
