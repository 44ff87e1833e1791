import DotGraphics
import EventLoop
import HAL
import HALConformance
import MockDevices
import MockedUSB
import Testing

@testable import OperatorPanel

/// The ways to have a screen.
enum DisplayLevel: String, Level {
  /// The mock of the protocol.
  case mock = "the mock"
  /// A framebuffer in colour, beneath umockdev.
  case colour = "a framebuffer of 16 bits"
  /// A framebuffer of one bit a dot, built in upside down.
  case mono = "a framebuffer of one bit"

  static let onMockedBus: [Self] = [.colour, .mono]

  var testDescription: String { rawValue }

  var availability: LevelAvailability {
    self == .mock || MockedUSBBus.isPresent
      ? .available : .missing(why: "it runs beneath usbmockd only")
  }

  func makeRig(on loop: EventLoop) throws -> any DisplayRig {
    switch self {
    case .mock: MockRig(loop: loop)
    case .colour:
      try FramebufferRig(width: 320, height: 240, bitsPerPixel: 16, rotation: .none, loop: loop)
    case .mono:
      try FramebufferRig(width: 128, height: 64, bitsPerPixel: 1, rotation: .half, loop: loop)
    }
  }

  private final class MockRig: DisplayRig {
    private let loop: EventLoop
    private let mock = MockDisplay(name: DeviceName("display"))
    var display: any Display { mock }
    var clock: any DeviceClock { loop }

    init(loop: EventLoop) { self.loop = loop }

    func isVisible(_ content: DisplayContent) -> Bool { mock.visible == content }
    func unplug() { mock.isPlugged = false }
    func plug() { mock.isPlugged = true }
  }

  /// Its eyes draw the content themselves and compare dot by dot.
  private final class FramebufferRig: DisplayRig {
    private let loop: EventLoop
    private let screen: MockedScreen
    private let driver: FramebufferDisplay
    private let painter: PanelPainter
    private let rotation: PanelRotation
    var display: any Display { driver }
    var clock: any DeviceClock { loop }

    init(
      width: Int, height: Int, bitsPerPixel: Int, rotation: PanelRotation, loop: EventLoop
    ) throws {
      self.loop = loop
      self.rotation = rotation
      screen = try MockedScreen(width: width, height: height, bitsPerPixel: bitsPerPixel)
      try screen.plug()
      let fonts = try PanelFonts.usual()
      var settings = FramebufferSettings(path: screen.path, fonts: fonts)
      settings.rotation = rotation
      driver = try FramebufferDisplay(
        name: DeviceName("display"), settings: settings, loop: loop)
      let isMono = bitsPerPixel == 1
      painter = PanelPainter(
        metrics: PanelMetrics(width: width, height: height, isMono: isMono),
        glyphs: try GlyphStore(
          isMono ? fonts.sharp : fonts.smooth, depth: isMono ? .twoLevels : .shades))
      driver.start()
    }

    func isVisible(_ content: DisplayContent) -> Bool {
      guard let shape = try? FramebufferShape.look(path: screen.path) else { return false }
      let encoder = PixelEncoder(shape.format)
      return painter.pages(of: content).contains { page in
        let picture = painter.picture(of: page).turned(rotation)
        var bytes: [UInt8] = []
        for y in 0..<picture.height { encoder.encode(picture.row(y), to: &bytes) }
        return bytes == screen.memory
      }
    }

    func unplug() throws { try screen.unplug() }
    func plug() throws { try screen.plug() }
  }
}

@Suite struct DisplayConformanceTests {
  @Test(arguments: DisplayConformance.checks)
  func `a screen keeps what the protocol promises`(check: DisplayConformance.Check) throws {
    try DisplayLevel.mock.run(check)
  }

  @Test(.disabled(if: MockedUSBBus.isPresent, "it starts this program beneath the bus"))
  func `so does a framebuffer, in colour and of one bit a dot`() throws {
    try MockedUSBBus.runTests(matching: "DisplaysOnMockedBus")
  }
}

@Suite(.enabled(if: MockedUSBBus.isPresent, "DisplayConformanceTests runs them there"))
struct DisplaysOnMockedBus {
  @Test(arguments: DisplayLevel.onMockedBus, DisplayConformance.checks)
  func `a screen keeps what the protocol promises`(
    level: DisplayLevel, check: DisplayConformance.Check
  ) throws {
    try level.run(check)
  }
}
