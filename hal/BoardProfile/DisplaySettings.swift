import YAMLDocument

/// The screen.
package struct DisplaySettings: Hashable, Sendable {
  /// How the driver reaches it.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The socket of the virtual counter.
    case benchSocket = "bench-socket"
    /// The kernel's framebuffer: fbdev, or what DRM offers in its place.
    case framebuffer
  }

  /// Where it is, and what that needs.
  package enum Connection: Hashable, Sendable {
    /// The socket of the virtual counter.
    case benchSocket(String)
    /// A framebuffer.
    case framebuffer(FramebufferDisplaySettings)
  }

  /// Where it is.
  package var connection: Connection
  /// Whether the terminal may trade without it.
  package var criticality: Criticality

  /// The socket of the virtual counter; nil when the screen is elsewhere.
  package var benchSocket: String? {
    if case .benchSocket(let path) = connection { path } else { nil }
  }

  init(_ node: YAMLNode) throws(YAMLError) {
    let any = try node.mapping(allowing: ["kind", "path"] + FramebufferDisplaySettings.keys)
    switch try any.required("kind").oneOf(Kind.self) {
    case .benchSocket:
      let device = try node.mapping(allowing: ["kind", "path", "criticality"])
      connection = .benchSocket(try device.required("path").socketPath())
    case .framebuffer:
      connection = .framebuffer(try FramebufferDisplaySettings(node))
    }
    criticality = try any.criticality(alwaysRequired: "nobody pays what he does not see")
  }
}

/// A screen behind the kernel's framebuffer.
package struct FramebufferDisplaySettings: Hashable, Sendable {
  /// How far the picture has to be turned, clockwise, to stand upright.
  package enum Rotation: String, Hashable, Sendable, CaseIterable {
    /// Not at all.
    case none = "0"
    /// A quarter.
    case right = "90"
    /// Upside down.
    case half = "180"
    /// A quarter the other way.
    case left = "270"
  }

  /// The order of eight dots in a byte, on panels of one bit a dot.
  package enum BitOrder: String, Hashable, Sendable, CaseIterable {
    /// As the driver says.
    case driver
    /// The other way, for drivers that say nothing and mean it so.
    case reversed
  }

  /// The font of the panel.
  package enum Font: Hashable, Sendable {
    /// What the distribution has.
    case usual
    /// A face of a file.
    case file(path: String, face: Int)
  }

  /// The light behind it.
  package struct Backlight: Hashable, Sendable {
    /// Its folder in `/sys/class/backlight`.
    package var name: String
    /// How bright, from 1 to 100.
    package var percent: Int
  }

  /// The node, such as `/dev/fb0`.
  package var device: String
  /// The part that is seen, upright; nil for all of it.
  package var width: Int?
  /// The same, downwards.
  package var height: Int?
  /// How the panel was built in.
  package var rotation = Rotation.none
  /// Whether dark and light change places, on panels of one bit a dot.
  package var isInverted = false
  /// The order of dots.
  package var bitOrder = BitOrder.driver
  /// The font.
  package var font = Font.usual
  /// The light behind it.
  package var backlight: Backlight?

  static let keys = [
    "kind", "device", "width", "height", "rotation", "inverted", "bit-order", "font", "backlight",
    "criticality",
  ]

  init(_ node: YAMLNode) throws(YAMLError) {
    let display = try node.mapping(allowing: Self.keys)
    device = try display.required("device").text("a framebuffer such as /dev/fb0")
    width = try display["width"]?.integer(in: 32...8192)
    height = try display["height"]?.integer(in: 32...8192)
    if let node = display["rotation"] { rotation = try node.oneOf(Rotation.self) }
    if let node = display["inverted"] { isInverted = try node.boolean() }
    if let node = display["bit-order"] { bitOrder = try node.oneOf(BitOrder.self) }
    if let node = display["font"] { font = try Font(node) }
    if let node = display["backlight"] { backlight = try Backlight(node) }
  }
}

extension FramebufferDisplaySettings.Font {
  fileprivate init(_ node: YAMLNode) throws(YAMLError) {
    switch try? node.text() {
    case "usual": self = .usual
    case .some: throw node.error(expected: "usual, or a mapping with file and face")
    case nil:
      let file = try node.mapping(allowing: ["file", "face"])
      self = .file(
        path: try file.required("file").text("a font file"),
        face: try file["face"]?.integer(in: 0...99) ?? 0)
    }
  }
}

extension FramebufferDisplaySettings.Backlight {
  fileprivate init(_ node: YAMLNode) throws(YAMLError) {
    let light = try node.mapping(allowing: ["name", "percent"])
    let expected = "the name of a folder in /sys/class/backlight"
    let nameNode = try light.required("name")
    name = try nameNode.text(expected)
    guard !name.contains("/"), name != ".", name != ".." else {
      throw nameNode.error(expected: expected)
    }
    percent = try light["percent"]?.integer(in: 1...100) ?? 100
  }
}
