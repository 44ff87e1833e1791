// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
  // A newer toolchain may deprecate what this one recommends: that must not stop a build.
  .treatWarning("DeprecatedDeclaration", as: .warning),
]
let strictC: [CSetting] = [.enableWarning("all"), .treatAllWarnings(as: .error)]

/// What ends up in the flashed binary.
///
/// It also does without regular expressions, which nobody needs there and which cost more than a
/// megabyte. Each function has a section of its own, so that the linker
/// can leave it out, or put it beside others that run together.
/// What ends up in the flashed binary also does without regular expressions, which nobody needs
/// there and which cost more than a megabyte.
let lean: [SwiftSetting] =
  strict + [
    .unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"]),
    .unsafeFlags(["-Xfrontend", "-function-sections"], .when(configuration: .release)),
  ]

let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

/// A library below `Sources/`: values, flows, firmware.
func source(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: lean)
}

/// A library below `hal/`: protocols, loop, drivers, emulated devices.
func hardware(
  _ name: String, _ dependencies: [Target.Dependency] = [], libraries: [String] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "hal/\(name)", swiftSettings: lean,
    linkerSettings: libraries.map { .linkedLibrary($0) })
}

/// A C target: one system library, or what Swift can't say.
///
/// `headers` are folders of headers that are not on the compiler's path, in a system that has the
/// library installed.
func c(_ name: String, libraries: [String] = [], headers: [String] = []) -> Target {
  .target(
    name: name, path: "hal/\(name)",
    cSettings: strictC + (headers.isEmpty ? [] : [.unsafeFlags(headers.map { "-I" + $0 })]),
    linkerSettings: libraries.map { .linkedLibrary($0) })
}

/// An executable below `Sources/`.
///
/// A release build leaves out what nobody calls, folds equal functions, packs its relocations and
/// exports nothing: a quarter less to flash.
func program(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, swiftSettings: lean,
    linkerSettings: [
      .unsafeFlags(
        [
          "-use-ld=lld", "-Xlinker", "--gc-sections", "-Xlinker", "--icf=all", "-Xlinker", "-z",
          "-Xlinker", "pack-relative-relocs", "-Xlinker", "--no-export-dynamic",
        ], .when(configuration: .release))
    ])
}

/// A C library whose headers only pkg-config can find.
func systemLibrary(_ name: String, pkgConfig: String, package: String) -> Target {
  .systemLibrary(
    name: name, path: "hal/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// The tests of one library.
func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: exclude,
    swiftSettings: strict)
}

let package = Package(
  name: "lianji",
  products: [
    // A reader for pcscd that a program plays: what the tests and the bench put beneath PCSCReader.
    .library(name: "EmulatedReader", type: .dynamic, targets: ["CEmulatedReader"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    // Values: no I/O, no clock, no C.
    source("Octets"),
    source("PaymentTypes"),
    source("JSONText"),
    source("Connectivity", ["HAL", "PaymentTypes"]),
    source("ISO8583", ["Octets"]),
    source("BERTLV", ["JSONText", "Octets"]),
    source("ISO7816", ["Octets"]),
    source("CenterProtocol", ["ISO8583", "Octets", "PaymentTypes"]),
    source("ATCommands"),
    source("ESCPOS"),
    source("MagneticStripe", ["HAL", "Octets", "PaymentTypes"]),
    source("EMVKernel", ["BERTLV", "ISO7816", "Octets", "PaymentTypes"]),
    source(
      "ChipTransaction",
      ["BERTLV", "EMVKernel", "HAL", "ISO7816", "JSONText", "Octets", "PaymentTypes"]),
    source("Receipts", ["HAL", "Octets", "PaymentTypes"]),
    // Hardware.
    hardware("HAL"),
    hardware("EventLoop", ["HAL", "CLinux", system]),
    hardware("RegularFile", [system]),
    hardware("YAMLDocument", ["CYAML", "RegularFile"]),
    hardware("PaymentCryptography", ["COpenSSL", "Octets"]),
    hardware("SoftwareSecurityModule", ["EMVKernel", "HAL", "PaymentCryptography"]),
    hardware("BenchSocket", ["EventLoop", "HAL", "Octets", system]),
    hardware(
      "BoardProfile",
      [
        "ATCommands", "BERTLV", "EMVKernel", "Octets", "PaymentTypes", "SoftwareSecurityModule",
        "YAMLDocument",
      ]),
    hardware(
      "BoardDrivers",
      [
        "ATCommands", "BenchSocket", "BoardProfile", "CellularModem", "DotGraphics", "ESCPOS",
        "EventLoop", "HAL", "InputEvents", "KeyboardWedge", "MagneticStripe", "NetworkLink",
        "OperatorPanel", "PCSCReader", "RegularFile", "SysfsPowerSupply", "ThermalPrinter",
        "USBHost", "USBMagstripe", system,
      ]),
    hardware(
      "BoardInspection",
      [
        "BoardDrivers", "BoardProfile", "Connectivity", "EventLoop", "HAL", "InputEvents",
        "KeyboardWedge", "OperatorPanel", "PaymentTypes", "SysfsPowerSupply", "USBHost",
        "USBMagstripe", "YAMLDocument", system,
      ]),
    hardware("BoardSecurity", ["BoardProfile", "HAL", "SoftwareSecurityModule"]),
    hardware("CellularModem", ["HAL", "EventLoop", "ATCommands", system]),
    hardware("ChineseText", ["CLinux"]),
    hardware("DotGraphics", ["CFreeType", "CQREncode", "ESCPOS", "RegularFile"]),
    hardware(
      "MockDevices",
      [
        "ATCommands", "BERTLV", "ChineseText", "ESCPOS", "HAL", "ISO7816", "MagneticStripe",
        "Octets", "PaymentCryptography", "PaymentTypes", "YAMLDocument",
      ]),
    hardware("KeyboardWedge", ["EventLoop", "HAL", "InputEvents", "MagneticStripe"]),
    hardware("USBMagstripe", ["HAL", "MagneticStripe", "USBHost"]),
    hardware("InputEvents", ["CLinux", "EventLoop", "HAL", system]),
    hardware(
      "OperatorPanel", ["CLinux", "DotGraphics", "EventLoop", "HAL", "InputEvents", system]),
    hardware("USBHost", ["CLibUSB", "EventLoop", "HAL", "Octets", system]),
    hardware(
      "ThermalPrinter",
      ["HAL", "EventLoop", "ESCPOS", "ChineseText", "CLinux", "DotGraphics", "USBHost", system]),
    hardware("SlipRenderer", ["CPNG", "DotGraphics", "ESCPOS", "MockDevices"]),
    hardware("SysfsPowerSupply", ["HAL", system]),
    hardware("EmulatedPorts", ["CLinux", "EventLoop", "HAL", "MockDevices", system]),
    hardware(
      "PCSCReader", ["CPCSC", "EventLoop", "HAL", "ISO7816", system], libraries: ["pcsclite"]),
    hardware("NetworkLink", ["CLinux", "COpenSSL", "EventLoop", "HAL", "RegularFile", system]),
    // System libraries, and what Swift can't say.
    c("CLinux"),
    c("CSQLite", libraries: ["sqlite3"]),
    c("CSimulatedDisk", libraries: ["sqlite3"]),
    c("COpenSSL", libraries: ["ssl", "crypto"]),
    c("CYAML", libraries: ["yaml"]),
    c("CPNG", libraries: ["png"]),
    systemLibrary("CLibUSB", pkgConfig: "libusb-1.0", package: "libusb-1.0-0-dev"),
    // Loaded when they are needed, and so not linked.
    c("CFreeType", headers: ["/usr/include/freetype2"]),
    c("CQREncode"),
    c("CPCSC"),
    .target(
      name: "CEmulatedReader", path: "hal/CEmulatedReader",
      cSettings: strictC + [.headerSearchPath("../CPCSC/include")],
      // pcscd loads it: it shall not drag Swift's library in, which it does not call.
      linkerSettings: [.unsafeFlags(["-static-stdlib", "-nostartfiles"])]),
    // Firmware, simulator, test center, bench.
    source("Ledger", ["CSQLite", "HAL", "Octets", "PaymentTypes", system]),
    source(
      "TerminalFlows",
      [
        "BERTLV", "CenterProtocol", "ChipTransaction", "Connectivity", "EMVKernel", "HAL",
        "ISO7816", "ISO8583", "Ledger", "MagneticStripe", "PaymentTypes", "Receipts",
      ]),
    source(
      "Firmware",
      [
        "CenterProtocol", "ChipTransaction", "Connectivity", "HAL", "ISO8583", "JSONText",
        "Ledger", "PaymentTypes", "TerminalFlows",
      ]),
    .target(
      name: "Bench",
      dependencies: [
        "BenchSocket", "BoardProfile", "CLinux", "CenterProtocol", "EmulatedPorts", "EventLoop",
        "HAL", "ISO7816", "ISO8583", "MockDevices", "NetworkLink", "PaymentTypes", "SlipRenderer",
        "TestCenter", "YAMLDocument", flyingFox, flyingSocks, system,
      ], resources: [.embedInCode("Page")], swiftSettings: strict),
    source(
      "TestCenter",
      ["BERTLV", "CenterProtocol", "ISO8583", "PaymentCryptography", "PaymentTypes"]),
    source(
      "Simulation",
      [
        "CSimulatedDisk", "CenterProtocol", "Connectivity", "EMVKernel", "Firmware", "HAL",
        "ISO8583", "Ledger", "MockDevices", "Octets", "PaymentTypes", "SoftwareSecurityModule",
        "TerminalFlows", "TestCenter",
      ]),
    // Programs.
    source("ProgramExit", [argumentParser]),
    program(
      "posd",
      [
        "BoardDrivers", "BoardProfile", "BoardSecurity", "CLinux", "CenterProtocol",
        "ChipTransaction", "Connectivity", "EMVKernel", "EventLoop", "Firmware", "HAL",
        "JSONText", "Ledger",
        "Octets", "PaymentTypes", "SoftwareSecurityModule", "TerminalFlows",
        "YAMLDocument", system,
      ]),
    program(
      "posctl",
      [
        "ATCommands", "BERTLV", "BoardDrivers", "BoardInspection", "BoardProfile", "BoardSecurity",
        "CenterProtocol", "ChineseText", "ChipTransaction", "Connectivity", "DotGraphics",
        "EMVKernel", "ESCPOS", "EventLoop",
        "Firmware", "HAL", "ISO7816", "ISO8583", "InputEvents", "JSONText", "KeyboardWedge",
        "Ledger",
        "MagneticStripe", "MockDevices", "Octets", "PCSCReader", "PaymentCryptography",
        "PaymentTypes", "ProgramExit",
        "SlipRenderer", "SoftwareSecurityModule", "USBHost", "USBMagstripe",
        "YAMLDocument", argumentParser, system,
      ]),
    program(
      "possim",
      [
        "BoardProfile", "EMVKernel", "Firmware", "JSONText", "MockDevices", "ProgramExit",
        "Simulation", "TerminalFlows", "YAMLDocument", argumentParser,
      ]),
    program("posbench", ["Bench", "ProgramExit", argumentParser]),
    // Benchmarks, run by hand.
    .target(
      name: "CProcessCounts", path: "Tests/CProcessCounts",
      cSettings: strictC),
    .target(
      name: "CBareCardLoop", path: "Tests/CBareCardLoop",
      cSettings: strictC + [.headerSearchPath("../../hal/CPCSC/include")],
      linkerSettings: [.linkedLibrary("pcsclite")]),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "BERTLV", "BoardProfile", "CBareCardLoop", "CLinux", "CProcessCounts", "CenterProtocol",
        "DotGraphics", "EMVKernel", "EmulatedPorts", "EventLoop", "HAL", "ISO7816", "ISO8583",
        "Ledger", "MockDevices", "Octets", "PCSCReader", "PaymentCryptography", "PaymentTypes",
        "Simulation", "SoftwareSecurityModule", "TestCards", "ThermalPrinter", system,
      ], path: "Tests/Benchmarks", swiftSettings: strict),
    .executableTarget(
      name: "SwipeBenchmark",
      dependencies: [
        "CLibUSB", "EventLoop", "HAL", "MagneticStripe", "MockDevices", "MockedUSB", "USBHost",
        "USBMagstripe",
      ], path: "Tests/SwipeBenchmark", swiftSettings: strict),
    // A USB bus of mocked devices, beneath which tests use the real libusb.
    .systemLibrary(
      name: "CUMockdev", path: "Tests/CUMockdev", pkgConfig: "umockdev-1.0",
      providers: [.apt(["libumockdev-dev"])]),
    .executableTarget(
      name: "usbmockd", dependencies: ["CUMockdev"], path: "Tests/usbmockd", cSettings: strictC),
    .target(
      name: "MockedUSB", dependencies: ["CLinux", "InputEvents", "KeyboardWedge", "Octets"],
      path: "Tests/MockedUSB",
      swiftSettings: strict),
    // What every device of a kind must do, for drivers of this project and of others.
    .target(
      name: "HALConformance", dependencies: ["CHeapUse", "HAL"], path: "Tests/HALConformance",
      swiftSettings: strict),
    // The cards of Tests/Cards, the cases that their files hold, and who runs them.
    .target(
      name: "TestCards",
      dependencies: [
        "BERTLV", "BoardProfile", "ChipTransaction", "EMVKernel", "HAL", "ISO7816",
        "MagneticStripe", "MockDevices", "Octets", "PaymentCryptography", "PaymentTypes",
        "SoftwareSecurityModule", "YAMLDocument",
      ], path: "Tests/TestCards", swiftSettings: strict),
    .target(name: "CHeapUse", path: "Tests/CHeapUse", cSettings: strictC),
    // Tests.
    .testTarget(name: "TidyTests", swiftSettings: strict),
    tests("Octets"),
    tests("PaymentTypes"),
    tests("JSONText"),
    tests(
      "Simulation",
      [
        "CenterProtocol", "Connectivity", "HAL", "MockDevices", "TerminalFlows", "TestCards",
      ]),
    tests(
      "TerminalFlows",
      ["CenterProtocol", "HAL", "ISO8583", "Ledger", "Octets", "PaymentTypes"]),
    tests(
      "Firmware",
      ["Connectivity", "HAL", "JSONText", "Ledger", "PaymentTypes", "TerminalFlows", system]),
    tests("SysfsPowerSupply", [system]),
    tests(
      "HALConformance",
      [
        "ATCommands", "BenchSocket", "BoardDrivers", "BoardProfile", "CLinux", "CPCSC",
        "CellularModem",
        "DotGraphics", "ESCPOS", "EmulatedPorts", "EventLoop", "HAL", "InputEvents",
        "KeyboardWedge",
        "MagneticStripe", "MockDevices", "MockedUSB", "Octets", "OperatorPanel", "PCSCReader",
        "Simulation", "SysfsPowerSupply", "ThermalPrinter", "TestCards", "USBHost", "USBMagstripe",
        "usbmockd",
        system,
      ]),
    tests("Connectivity", ["HAL", "PaymentTypes"]),
    tests("EventLoop", ["HAL", system]),
    tests("Ledger", ["CSimulatedDisk", "HAL", "PaymentTypes"]),
    tests("PaymentCryptography", ["Octets"]),
    tests("SoftwareSecurityModule", ["HAL", "Octets", "PaymentCryptography"]),
    tests(
      "USBMagstripe",
      [
        "EventLoop", "HAL", "HALConformance", "MagneticStripe", "MockDevices", "MockedUSB",
        "Octets", "USBHost", "usbmockd",
      ]),
    tests(
      "KeyboardWedge",
      [
        "EventLoop", "HAL", "HALConformance", "InputEvents", "MockDevices", "MockedUSB", "usbmockd",
      ]),
    tests(
      "OperatorPanel",
      [
        "CLinux", "CPNG", "CenterProtocol", "Connectivity", "DotGraphics",
        "EventLoop", "Firmware", "HAL", "HALConformance", "InputEvents", "Ledger", "MockDevices",
        "MockedUSB", "PaymentTypes", "TerminalFlows",
      ]),
    tests("USBHost", ["EventLoop", "HAL", "MockedUSB", "usbmockd"]),
    tests("NetworkLink", ["CLinux", "COpenSSL", "EventLoop", "HAL", "RegularFile", system]),
    tests("YAMLDocument"),
    tests("ISO8583", ["Octets"]),
    tests("BERTLV", ["JSONText", "Octets"]),
    tests("ISO7816", ["Octets"]),
    tests("BenchSocket", ["EventLoop", "HAL", system]),
    tests(
      "posctl",
      [
        "BERTLV", "Bench", "BoardProfile", "BoardSecurity", "ChipTransaction", "EMVKernel",
        "EmulatedPorts", "EventLoop", "HAL", "ISO7816", "JSONText", "Ledger", "MagneticStripe",
        "MockDevices", "MockedUSB", "Octets", "PaymentTypes", "SoftwareSecurityModule",
        "TestCards", "YAMLDocument", "posd", "usbmockd",
      ]),
    tests(
      "Bench",
      [
        "EmulatedPorts", "HAL", "ISO8583", "JSONText", "PaymentTypes", "TestCenter",
        "YAMLDocument", "posd",
      ]),
    tests(
      "BoardInspection",
      ["Bench", "BoardProfile", "EventLoop", "MockedUSB", "YAMLDocument"]),
    tests("BoardDrivers", ["BoardProfile", "EventLoop"]),
    tests("RegularFile"),
    tests("BoardSecurity", ["BoardProfile", "EventLoop", "HAL", "SoftwareSecurityModule"]),
    tests("BoardProfile", ["ATCommands", "EMVKernel", "PaymentTypes", "YAMLDocument"]),
    tests(
      "EMVKernel",
      [
        "BERTLV", "ChipTransaction", "HAL", "ISO7816", "MockDevices", "Octets",
        "PaymentCryptography", "PaymentTypes", "SoftwareSecurityModule", "TestCards",
      ]),
    tests(
      "ChipTransaction",
      [
        "BERTLV", "EMVKernel", "EventLoop", "HAL", "ISO7816", "MockDevices", "Octets",
        "PaymentTypes", "SoftwareSecurityModule", "TestCards", "YAMLDocument",
      ]),
    tests("CenterProtocol", ["ISO8583", "Octets", "PaymentCryptography", "PaymentTypes"]),
    tests(
      "TestCenter",
      [
        "BERTLV", "CenterProtocol", "ISO8583", "Octets", "PaymentCryptography", "PaymentTypes",
      ]),
    tests("ATCommands"),
    tests(
      "MagneticStripe",
      ["HAL", "MockDevices", "Octets", "PaymentTypes"]),
    tests("ESCPOS", ["Octets"]),
    tests("Receipts", ["HAL", "PaymentTypes"]),
    tests(
      "CellularModem",
      [
        "ATCommands", "BoardProfile", "EmulatedPorts", "EventLoop", "HAL", "HALConformance",
        "MockDevices", system,
      ]),
    tests(
      "EmulatedPorts", ["EventLoop", "HAL", "MockDevices", "TestCards"],
      exclude: ["with-modemmanager.sh"]),
    tests("ChineseText"),
    tests("PCSCReader", ["HAL", "Octets"]),
    tests(
      "MockDevices",
      [
        "BERTLV", "ChineseText", "ESCPOS", "EventLoop", "HAL", "ISO7816", "Octets",
        "PaymentCryptography", "PaymentTypes",
        "TestCards", "YAMLDocument",
      ]),
    tests(
      "ThermalPrinter",
      [
        "CLinux", "DotGraphics", "HAL", "ESCPOS", "EventLoop", "MockDevices", "MockedUSB",
        "EmulatedPorts", "USBHost", system,
      ]),
    tests(
      "SlipRenderer",
      [
        "DotGraphics", "EmulatedPorts", "ESCPOS", "EventLoop", "HAL", "MockDevices", "Octets",
        "PaymentTypes", "Receipts", "ThermalPrinter",
      ]),
  ]
)

// Coverage-guided tests. Only `.ci/fuzz` builds them, as all they test has to be instrumented.
if Context.environment["LIANJI_FUZZ"] != nil {
  package.targets += [
    .systemLibrary(name: "CLibFuzzer", path: "Tests/CLibFuzzer"),
    .target(name: "CPeakHeap", path: "Tests/CPeakHeap", cSettings: strictC),
    .executableTarget(
      name: "Fuzz",
      dependencies: [
        "BERTLV", "CLibFuzzer", "CPeakHeap", "ChipTransaction", "EMVKernel", "HAL", "ISO7816",
        "MockDevices", "PaymentTypes", "TestCards",
      ], path: "Tests/Fuzz", exclude: ["Corpora"], swiftSettings: strict),
  ]
}
