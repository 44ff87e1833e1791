import YAMLDocument

/// A printer of slips.
package struct PrinterSettings: Hashable, Sendable {
  /// What language it is spoken to in.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// ESC/POS.
    case escpos
  }

  /// What ends a slip.
  package enum Cutter: String, Hashable, Sendable, CaseIterable {
    /// A tear bar.
    case none
    /// A cutter that leaves a corner uncut.
    case partial
    /// A cutter that cuts through.
    case full
  }

  /// The characters of its own font.
  package enum Font: String, Hashable, Sendable, CaseIterable {
    /// ASCII.
    case ascii
    /// ASCII and GBK.
    case gbk
    /// ASCII and GB 18030.
    case gb18030
  }

  /// When bytes from 80 on are Chinese.
  package enum ChineseMode: String, Hashable, Sendable, CaseIterable {
    /// Always.
    case alwaysOn = "always-on"
    /// From FS & at each slip's beginning on.
    case perSlip = "per-slip"
    /// Between FS & and FS . around each line.
    case perLine = "per-line"
  }

  /// Our own font, for lines that the printer's can't print.
  package enum OwnFont: Hashable, Sendable {
    /// Such lines have question marks.
    case none
    /// The first Chinese font at the places where distributions put them.
    case usual
    /// A face of a file.
    case file(path: String, face: Int)
  }

  /// Who draws QR codes and bar codes.
  package enum Codes: String, Hashable, Sendable, CaseIterable {
    /// The printer.
    case printer
    /// We do, dot by dot.
    case dots
  }

  /// How it tells its state.
  package enum StatusLevel: String, Hashable, Sendable, CaseIterable {
    /// It does not.
    case none
    /// By the bits of its USB port.
    case port
    /// It answers DLE EOT, and GS r behind what is printed.
    case realTime = "dle-eot"
    /// It tells changes by itself (GS a), and answers GS r behind what is printed.
    case automatic = "asb"
  }

  /// The pins of a drawer's plug.
  package enum Drawer: String, Hashable, Sendable, CaseIterable {
    /// There is no drawer.
    case none
    /// Pin 2, the usual one.
    case pin2 = "pin-2"
    /// Pin 5.
    case pin5 = "pin-5"
  }

  /// What language it is spoken to in.
  package var kind: Kind
  /// How it is found.
  package var transport: PrinterTransport
  /// Dots across the head.
  package var widthDots: Int
  /// Half-width characters on a line.
  package var columns: Int
  /// What ends a slip.
  package var cutter = Cutter.partial
  /// The characters of its own font.
  package var font = Font.gbk
  /// When they are Chinese.
  package var chineseMode = ChineseMode.perSlip
  /// Our own font.
  package var ownFont = OwnFont.none
  /// Who draws QR codes and bar codes.
  package var codes = Codes.printer
  /// A picture for the top of slips (PBM); nil for none.
  package var logo: String?
  /// How dark it prints, from -5 to 5; nil leaves it as it is.
  package var density: Int?
  /// Rows of dots in one command.
  package var bandRows = 24
  /// Bytes that it keeps until they are printed.
  package var bufferBytes = 4096
  /// How it tells its state.
  package var status: StatusLevel
  /// The drawer.
  package var drawer = Drawer.none
  /// How fast the paper moves.
  package var millimetresPerSecond = 50
  /// Whether the terminal may trade without it.
  package var criticality: Criticality

  private static let keys = [
    "kind", "transport", "width-dots", "columns", "cutter", "font", "chinese-mode", "own-font",
    "codes", "logo", "density", "band-rows", "buffer-bytes", "status", "drawer",
    "speed-millimetres-per-second", "criticality",
  ]

  init(_ node: YAMLNode, folder: ProfileFolder) throws(YAMLError) {
    let printer = try node.mapping(allowing: Self.keys)
    kind = try printer.required("kind").oneOf(Kind.self)
    transport = try PrinterTransport(printer.required("transport"))
    let widthNode = try printer.required("width-dots")
    widthDots = try widthNode.integer(in: 192...1152)
    guard widthDots % 8 == 0 else { throw widthNode.error(expected: "a multiple of 8") }
    columns = try printer["columns"]?.integer(in: 12...widthDots / 12) ?? widthDots / 12
    let statusNode = try printer.required("status")
    status = try statusNode.oneOf(StatusLevel.self)
    if status == .port, !transport.hasPortStatus {
      throw statusNode.error(expected: "port with lp or usb only: other ports have no such bits")
    }
    criticality = try printer.required("criticality").oneOf(Criticality.self)
    try readText(printer)
    try readPaper(printer, folder)
  }

  private mutating func readText(_ printer: YAMLMapping) throws(YAMLError) {
    if let node = printer["font"] { font = try node.oneOf(Font.self) }
    if let node = printer["chinese-mode"] { chineseMode = try node.oneOf(ChineseMode.self) }
    if let node = printer["own-font"] { ownFont = try OwnFont(node) }
    if let node = printer["codes"] { codes = try node.oneOf(Codes.self) }
    if let node = printer["density"] { density = try node.integer(in: -5...5) }
    if let node = printer["band-rows"] { bandRows = try node.integer(in: 8...255) }
    if let node = printer["buffer-bytes"] {
      bufferBytes = try node.integer(in: 256...1 << 20)
    }
  }

  private mutating func readPaper(
    _ printer: YAMLMapping, _ folder: ProfileFolder
  ) throws(YAMLError) {
    if let node = printer["cutter"] { cutter = try node.oneOf(Cutter.self) }
    if let node = printer["logo"] { logo = folder.path(of: try node.text("a file of kind PBM")) }
    if let node = printer["drawer"] { drawer = try node.oneOf(Drawer.self) }
    if let node = printer["speed-millimetres-per-second"] {
      millimetresPerSecond = try node.integer(in: 10...500)
    }
  }
}

extension PrinterSettings.OwnFont {
  fileprivate init(_ node: YAMLNode) throws(YAMLError) {
    switch try? node.text() {
    case "none": self = .none
    case "usual": self = .usual
    case .some: throw node.error(expected: "none, usual, or a mapping with file and face")
    case nil:
      let file = try node.mapping(allowing: ["file", "face"])
      self = .file(
        path: try file.required("file").text("a font file"),
        face: try file["face"]?.integer(in: 0...99) ?? 0)
    }
  }
}
