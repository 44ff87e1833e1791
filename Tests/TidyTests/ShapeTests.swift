import Testing

/// The shape of the project: which target imports what, and what tests it.
@Suite struct ShapeTests {
  static let manifest = Manifest(Project.text(of: "Package.swift"))

  @Test func `imports point down the layers`() {
    for file in Project.sources where !file.isTest {
      for module in file.text.imports {
        let objection = Layer.objection(to: module.module, importedBy: file.target)
        #expect(objection == nil, "\(file.path):\(module.line): \(objection ?? "")")
      }
    }
  }

  @Test func `the layers name each target of the project once, and no other`() {
    let ours = Set(Project.targetFolders.map { String($0.split(separator: "/")[1]) })
    let outside = ["system", "synchronization", "Foundation", "web", "arguments"]
    let placed =
      Layer.all.filter { !outside.contains($0.name) }.flatMap(\.targets) + Layer.callers.keys
    #expect(Set(placed) == ours)
    #expect(Set(placed).count == placed.count)
  }

  @Test(arguments: Project.targetFolders)
  func `the architecture says what a target is for`(folder: String) {
    let name = String(folder.split(separator: "/")[1])
    let page = "docs/architecture.md"
    #expect(Project.text(of: page).contains("`\(name)`"), "\(page) does not name \(folder)")
  }

  /// The compiler refuses an import that is not declared; this is the other way round.
  @Test(arguments: manifest.targets)
  func `a target imports what it declares`(target: Manifest.Target) {
    // The tests start these programs as processes; a C program imports nothing.
    let built = [
      "BenchTests": ["posd"], "posctlTests": ["posd", "usbmockd"], "USBHostTests": ["usbmockd"],
      "USBMagstripeTests": ["usbmockd"], "KeyboardWedgeTests": ["usbmockd"],
      "HALConformanceTests": ["usbmockd"],
      "usbmockd": ["CUMockdev"],
    ]
    let imported = Project.sources.filter { $0.target == target.name }
      .flatMap { $0.text.imports.map(\.module) }
    for dependency in target.dependencies
    where !imported.contains(dependency) && built[target.name]?.contains(dependency) != true {
      Issue.record("Package.swift: \(target.name) declares \(dependency) and does not import it")
    }
  }

  @Test func `the manifest declares each folder of sources`() {
    let declared = Set(Self.manifest.targets.map(\.name))
    for folder in Project.targetFolders + Project.children(of: "Tests").map({ "Tests/\($0)" }) {
      let name = String(folder.split(separator: "/")[1])
      if ["Tests/Cards", "Tests/Scenarios"].contains(folder) { continue }  // YAML
      #expect(declared.contains(name), "\(folder) is no target of Package.swift")
    }
  }

  /// Targets without tests of their own, and what tests them instead.
  private static let testedElsewhere = [
    "CEmulatedReader": "HALConformanceTests, whose pcscd loads it",
    "CFreeType": "a header; SlipRendererTests",
    "CLinux": "EventLoopTests, BenchTests",
    "CLibUSB": "a header; USBHostTests",
    "COpenSSL": "PaymentCryptographyTests, NetworkLinkTests",
    "CPCSC": "a header; HALConformanceTests",
    "CPNG": "SlipRendererTests",
    "CQREncode": "SlipRendererTests",
    "CSQLite": "LedgerTests",
    "CSimulatedDisk": "LedgerTests, SimulationTests",
    "CYAML": "YAMLDocumentTests",
    "DotGraphics": "SlipRendererTests, ThermalPrinterTests",
    "ProgramExit": "posctlTests, which look at the exit status of the program",
    "InputEvents": "OperatorPanelTests, on mocked devices",
    "HAL": "protocols; what drivers have in common is tested with each of them",
    "posbench": "make demo; its library is Bench",
    "posd": "BenchTests, which run every scenario against the program itself",
    "possim": "its library is Simulation",
  ]

  @Test(arguments: Project.targetFolders)
  func `a target has tests, or a reason`(folder: String) {
    let name = String(folder.split(separator: "/")[1])
    let hasTests = Project.exists("Tests/\(name)Tests")
    let reason = Self.testedElsewhere[name]
    #expect(hasTests || reason != nil, "\(folder) has no Tests/\(name)Tests")
    #expect(!hasTests || reason == nil, "\(name) has tests by now: drop its reason")
  }

  @Test func `folders and files are named after what the field knows`() {
    let empty = ["Utils", "Util", "Helpers", "Helper", "Common", "Misc", "Manager"]
    for file in Project.sources {
      for part in file.path.split(separator: "/") {
        let name = part.split(separator: ".")[0]
        #expect(!empty.contains { name.hasSuffix($0) }, "\(file.path) says nothing")
      }
    }
  }

  /// Texts that only make sense on one person's machine.
  @Test func `no file names a person's folder`() {
    let folders = ["/home/", "/root/", "/Users/"] + [Project.topFolder].compactMap(\.self)
    let own = "Tests/TidyTests/ShapeTests.swift"
    let paths =
      ["Sources", "hal", "Tests", "board-profiles", "docs", ".ci"].flatMap {
        Project.files(below: $0)
      } + ["README.md", "CHANGELOG.md", "Makefile", "Package.swift", ".gitignore"]
    for path in paths where path != own {
      let text = Project.text(of: path)
      for folder in folders where text.contains(folder) {
        Issue.record("\(path) names \(folder)")
      }
    }
  }
}
