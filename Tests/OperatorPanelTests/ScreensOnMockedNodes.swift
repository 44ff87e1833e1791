import DotGraphics
import EventLoop
import Foundation
import HAL
import MockedUSB
import Testing

@testable import OperatorPanel

/// Framebuffers as the kernel has them, beneath umockdev: nodes, ioctl, memory.
@Suite(.enabled(if: MockedUSBBus.isPresent, "MockedPanelTests runs them beneath usbmockd"))
struct ScreensOnMockedNodes {
  private func content(_ text: String) -> DisplayContent {
    DisplayContent(
      identifier: "x", status: .init("可交易", .success), title: "消费",
      lines: [.init("请输入金额"), .init(text, .large)], hint: "绿键确认")
  }

  private func open(
    _ screen: MockedScreen, loop: EventLoop,
    _ adjust: (inout FramebufferSettings) -> Void = { _ in }
  ) throws -> FramebufferDisplay {
    var settings = FramebufferSettings(path: screen.path, fonts: try .usual())
    adjust(&settings)
    let display = try FramebufferDisplay(
      name: DeviceName("display"), settings: settings, loop: loop)
    display.start()
    return display
  }

  @Test func `a screen is asked for its size and depth`() throws {
    let screen = try MockedScreen(width: 320, height: 240, bitsPerPixel: 16, lineLength: 704)
    try screen.plug()
    let shape = try FramebufferShape.look(path: screen.path)
    #expect((shape.width, shape.height, shape.bitsPerPixel) == (320, 240, 16))
    #expect((shape.identifier, shape.lineLength) == ("mocked", 704))
  }

  @Test func `a screen that is not there, or has a palette, is told apart`() throws {
    let screen = try MockedScreen(width: 320, height: 240, bitsPerPixel: 8)
    #expect(throws: FramebufferShape.Failure.unavailable(code: ENOENT)) {
      try FramebufferShape.look(path: screen.path)
    }
    try screen.plug()
    #expect(throws: FramebufferShape.Failure.unsupported(bitsPerPixel: 8)) {
      try FramebufferShape.look(path: screen.path)
    }
    let short = try MockedScreen(width: 320, height: 240, bitsPerPixel: 16, lineLength: 600)
    try short.plug()
    #expect(throws: FramebufferShape.Failure.unsupported(bitsPerPixel: 16)) {
      try FramebufferShape.look(path: short.path)
    }
  }

  @Test func `only the rows that have changed are written`() throws {
    let screen = try MockedScreen(width: 320, height: 240, bitsPerPixel: 16)
    try screen.plug()
    try EventLoop.run { loop in
      let display = try open(screen, loop: loop)
      display.show(content("RMB 1.23"))
      let first = screen.memory
      try screen.fill(with: 0xAA)
      display.show(content("RMB 1.23"))
      #expect(screen.memory.allSatisfy { $0 == 0xAA })
      display.show(content("RMB 4.56"))
      let rows = (0..<240).map { Array(screen.memory[$0 * 640..<($0 + 1) * 640]) }
      let written = rows.indices.filter { rows[$0].contains { $0 != 0xAA } }
      #expect(!written.isEmpty && written.count < 60, "\(written.count) rows")
      display.show(content("RMB 1.23"))
      for row in written {
        #expect(
          Array(screen.memory[row * 640..<(row + 1) * 640])
            == Array(first[row * 640..<(row + 1) * 640]))
      }
    }
  }

  @Test(arguments: [16, 24, 32])
  func `what lies behind the end of a row is left alone`(bits: Int) throws {
    let line = 128 * bits / 8 + 16
    let screen = try MockedScreen(
      width: 128, height: 160, bitsPerPixel: bits, lineLength: line)
    try screen.plug()
    try screen.fill(with: 0x55)
    try EventLoop.run { loop in
      try open(screen, loop: loop).show(content("RMB 1.23"))
      for row in 0..<160 {
        let bytes = screen.memory[row * line..<(row + 1) * line]
        #expect(bytes.suffix(16).allSatisfy { $0 == 0x55 })
        #expect(bytes.dropLast(16).contains { $0 != 0x55 })
      }
    }
  }

  @Test func `a panel that shows a part of its memory gets its picture there`() throws {
    let screen = try MockedScreen(width: 160, height: 128, bitsPerPixel: 16)
    try screen.plug()
    try screen.fill(with: 0x55)
    try EventLoop.run { loop in
      let display = try open(screen, loop: loop) { ($0.width, $0.height) = (128, 96) }
      display.show(content("8"))
      for row in 0..<128 {
        let bytes = screen.memory[row * 320..<(row + 1) * 320]
        #expect(bytes.dropFirst(256).allSatisfy { $0 == 0x55 })
        #expect(bytes.prefix(256).contains { $0 != 0x55 } == (row < 96))
      }
    }
  }

  @Test(arguments: PanelRotation.allCases)
  func `a panel that was built in turned shows the same picture, turned`(
    rotation: PanelRotation
  ) throws {
    let (width, height) = rotation.swapsSides ? (240, 320) : (320, 240)
    let upright = try MockedScreen(width: 320, height: 240, bitsPerPixel: 16)
    let turned = try MockedScreen(width: width, height: height, bitsPerPixel: 16)
    try upright.plug()
    try turned.plug()
    try EventLoop.run { loop in
      let first = try open(upright, loop: loop)
      let second = try open(turned, loop: loop) { $0.rotation = rotation }
      for display in [first, second] { display.show(content("RMB 1.23")) }
      func pixel(_ memory: [UInt8], _ x: Int, _ y: Int, _ width: Int) -> [UInt8] {
        Array(memory[(y * width + x) * 2..<(y * width + x) * 2 + 2])
      }
      let (a, b) = (upright.memory, turned.memory)
      for (x, y) in [(0, 0), (319, 0), (0, 239), (319, 239), (160, 150), (100, 130), (90, 160)] {
        let (column, row) =
          switch rotation {
          case .none: (x, y)
          case .right: (239 - y, x)
          case .half: (319 - x, 239 - y)
          case .left: (y, 319 - x)
          }
        #expect(pixel(a, x, y, 320) == pixel(b, column, row, width), "\(x), \(y)")
      }
    }
  }

  @Test func `pages are turned until something else is shown`() throws {
    let screen = try MockedScreen(width: 128, height: 64, bitsPerPixel: 1)
    try screen.plug()
    try EventLoop.run { loop in
      let display = try open(screen, loop: loop)
      var menu = content("")
      menu.lines = (1...6).map { .init("\($0) 消费") }
      display.show(menu)
      let first = screen.memory
      await loop.sleep(for: .milliseconds(3300))
      let second = screen.memory
      #expect(first != second)
      await loop.sleep(for: .milliseconds(3000))
      #expect(screen.memory == first)
      display.show(content("1"))
      let other = screen.memory
      await loop.sleep(for: .milliseconds(3300))
      #expect(screen.memory == other)
    }
  }

  @Test func `a screen that can only be mapped is mapped`() throws {
    let screen = try MockedScreen(width: 32, height: 32, bitsPerPixel: 16)
    try screen.plug()
    let framebuffer = try Framebuffer(path: screen.path)
    try framebuffer.mapMemory()
    try framebuffer.write([1, 2, 3, 4], row: 31)
    #expect(Array(screen.memory[31 * 64..<31 * 64 + 5]) == [1, 2, 3, 4, 0])
    #expect(throws: (any Error).self) { try framebuffer.mapMemory() }
    #expect(throws: (any Error).self) {
      try framebuffer.write([UInt8](repeating: 0, count: 65), row: 31)
    }
  }

  @Test func `the light behind a screen is set to a share of what it can do`() throws {
    let root = try #require(ProcessInfo.processInfo.environment["UMOCKDEV_DIR"])
    let folder = "\(root)/sys/class/backlight/mocked"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, text) in [("max_brightness", "250\n"), ("brightness", ""), ("bl_power", "4")] {
      try text.write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
    }
    let light = Backlight(name: "mocked", percent: 40)
    #expect(light.isPresent && !Backlight(name: "none", percent: 40).isPresent)
    #expect(!Backlight(name: "none", percent: 40).light())
    let screen = try MockedScreen(width: 320, height: 240, bitsPerPixel: 16)
    try screen.plug()
    try EventLoop.run { loop in
      _ = try open(screen, loop: loop) { $0.backlight = light }
      #expect(try String(contentsOfFile: "\(folder)/brightness", encoding: .utf8) == "100")
      #expect(try String(contentsOfFile: "\(folder)/bl_power", encoding: .utf8) == "0")
    }
  }

  @Test func `a font that is not there is said to be missing`() throws {
    let screen = try MockedScreen(width: 320, height: 240, bitsPerPixel: 16)
    EventLoop.run { loop -> Void in
      #expect(throws: DotGraphicsError.self) {
        _ = try FramebufferDisplay(
          name: DeviceName("display"),
          settings: FramebufferSettings(
            path: screen.path,
            fonts: PanelFonts(smooth: FontFile(path: "/nowhere.ttf", face: 0))), loop: loop)
      }
    }
  }
}
