import Testing

/// What the targets of a layer may import: the arrows of `docs/architecture.md`, "Targets".
struct Layer: Sendable, CustomTestStringConvertible {
  let name: String
  let targets: [String]
  /// The names of layers.
  let mayImport: [String]

  var testDescription: String { name }
}

extension Layer {
  /// Every target of the project stands in one of them, outside modules too.
  static let all: [Layer] =
    outside + [
      Layer(name: "protocols", targets: ["HAL"], mayImport: []),
      // No I/O, no clock, no C.
      Layer(
        name: "values",
        targets: [
          "ATCommands", "BERTLV", "CenterProtocol", "Connectivity", "EMVKernel", "ESCPOS",
          "ISO7816",
          "ISO8583", "JSONText", "MagneticStripe", "Octets", "PaymentTypes", "Receipts",
        ], mayImport: ["protocols", "values"]),
      // The order of the phases of a chip transaction, over a protocol of what surrounds it.
      Layer(
        name: "sequences", targets: ["ChipTransaction"], mayImport: ["protocols", "values"]),
      Layer(
        name: "loop", targets: ["EventLoop"],
        mayImport: ["C of the system", "protocols", "system", "synchronization"]),
      // What is read where a profile or a person names a file.
      Layer(name: "files", targets: ["RegularFile"], mayImport: ["system"]),
      // What several drivers share to reach their devices.
      Layer(
        name: "buses", targets: ["InputEvents", "USBHost"],
        mayImport: ["C of the system", "loop", "protocols", "system", "values"]),
      // What drivers and programs build on and what needs no loop: files, cryptography, keys.
      Layer(
        name: "foundations",
        targets: [
          "BoardProfile", "BoardSecurity", "ChineseText", "PaymentCryptography",
          "SoftwareSecurityModule",
          "YAMLDocument",
        ], mayImport: ["C of the system", "files", "foundations", "protocols", "system", "values"]),
      // Characters and codes as dots, for a print head and for a picture of what it printed.
      Layer(
        name: "graphics", targets: ["DotGraphics"],
        mayImport: ["files", "system", "values"]),
      // A driver knows no other driver.
      Layer(
        name: "drivers",
        targets: [
          "BenchSocket", "CellularModem", "KeyboardWedge", "NetworkLink", "OperatorPanel",
          "PCSCReader", "SysfsPowerSupply", "ThermalPrinter", "USBMagstripe",
        ],
        mayImport: [
          "buses", "C of the system", "files", "foundations", "graphics", "loop", "protocols",
          "synchronization", "system", "values",
        ]),
      // The drivers that a board profile names.
      Layer(
        name: "board", targets: ["BoardDrivers"],
        mayImport: [
          "buses", "C of the system", "drivers", "files", "foundations", "graphics", "loop",
          "protocols", "system", "values",
        ]),
      // What is behind each entry of a profile.
      Layer(
        name: "inspection", targets: ["BoardInspection"],
        mayImport: [
          "board", "buses", "drivers", "foundations", "loop", "protocols", "system", "values",
        ]),
      // Emulated devices as values and plain classes, so that the simulator can own their time.
      Layer(
        name: "mocks", targets: ["MockDevices"], mayImport: ["foundations", "protocols", "values"]),
      // The same devices behind real ports and on real paper.
      Layer(
        name: "emulation", targets: ["EmulatedPorts", "SlipRenderer"],
        mayImport: [
          "C of the system", "graphics", "loop", "mocks", "protocols", "synchronization",
          "system", "values",
        ]),
      // The records go through SQLite alone, so that the simulator can put its disk under them; the
      // system is for what is done to the file as a whole: lock, copy, put back.
      Layer(name: "ledger", targets: ["Ledger"], mayImport: ["protocols", "system", "values"]),
      // The code that ships and that the simulator runs: no device but through the HAL.
      Layer(
        name: "flows", targets: ["Firmware", "TerminalFlows"],
        mayImport: ["flows", "ledger", "protocols", "sequences", "values"]),
      Layer(name: "center", targets: ["TestCenter"], mayImport: ["foundations", "values"]),
      Layer(
        name: "simulation", targets: ["Simulation"],
        mayImport: [
          "center", "flows", "foundations", "ledger", "mocks", "protocols", "synchronization",
          "values",
        ]),
      // It runs the firmware as a process, and so knows nothing of its insides.
      Layer(
        name: "bench", targets: ["Bench"],
        mayImport: [
          "C of the system", "center", "drivers", "emulation", "Foundation", "foundations", "loop",
          "mocks", "protocols", "system", "values", "web",
        ]),
      // What is flashed holds nothing emulated.
      Layer(
        name: "posd", targets: ["posd"],
        mayImport: [
          "board", "C of the system", "drivers", "flows", "foundations", "ledger", "loop",
          "protocols", "sequences", "system", "values",
        ]),
      // How every tool ends.
      Layer(name: "exit", targets: ["ProgramExit"], mayImport: ["arguments", "system"]),
      Layer(
        name: "posbench", targets: ["posbench"],
        mayImport: ["arguments", "bench", "exit", "Foundation"]),
      Layer(
        name: "possim", targets: ["possim"],
        mayImport: [
          "arguments", "exit", "flows", "foundations", "mocks", "simulation", "values",
        ]),
      // It reads a stopped terminal's files with the firmware's own code.
      Layer(
        name: "posctl", targets: ["posctl"],
        mayImport: [
          "arguments", "board", "buses", "drivers", "emulation", "exit", "flows", "foundations",
          "graphics", "inspection", "ledger", "loop", "mocks", "protocols", "sequences", "system",
          "values",
        ]),
    ]

  /// What comes from elsewhere.
  private static let outside: [Layer] = [
    Layer(name: "system", targets: ["Glibc", "SystemPackage"], mayImport: []),
    Layer(name: "C of the system", targets: ["CLinux"], mayImport: []),
    Layer(name: "synchronization", targets: ["Synchronization"], mayImport: []),
    Layer(name: "Foundation", targets: ["Dispatch", "Foundation"], mayImport: []),
    Layer(name: "web", targets: ["FlyingFox", "FlyingSocks"], mayImport: []),
    Layer(name: "arguments", targets: ["ArgumentParser"], mayImport: []),
  ]

  /// A C library, and the few targets that call it.
  static let callers: [String: [String]] = [
    "CFreeType": ["DotGraphics"],
    "CLibUSB": ["USBHost"],
    "CEmulatedReader": [],  // a shared object, loaded by pcscd
    "COpenSSL": ["NetworkLink", "PaymentCryptography"],
    "CPCSC": ["PCSCReader"],
    "CPNG": ["SlipRenderer"],
    "CQREncode": ["DotGraphics"],
    "CSQLite": ["Ledger"],
    "CSimulatedDisk": ["Simulation"],
    "CYAML": ["YAMLDocument"],
  ]

  /// Why the target must not import the module; nil when it may.
  static func objection(to module: String, importedBy target: String) -> String? {
    if let callers = callers[module] {
      if callers.contains(target) { return nil }
      return "\(module) is called by \(callers.joined(separator: " and ")) alone"
    }
    guard let layer = all.first(where: { $0.targets.contains(target) }) else {
      return "\(target) stands in no layer: give it its place in Layer.swift"
    }
    guard let other = all.first(where: { $0.targets.contains(module) }) else {
      return "\(module) stands in no layer: give it its place in Layer.swift"
    }
    if layer.mayImport.contains(other.name) { return nil }
    return "the layer “\(layer.name)” (\(target)) may not import “\(other.name)” (\(module))"
  }
}
