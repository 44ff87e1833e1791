import Testing

@Suite struct ManifestTests {
  @Test func `targets and their dependencies are read`() {
    let manifest = Manifest(
      """
      func source(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
        .target(name: name, dependencies: dependencies)
      }
      let package = Package(name: "x", targets: [
        source("A"),
        hardware("B", ["A", system]),
        .target(name: "C", dependencies: ["B", flyingFox], resources: [.embedInCode("Page")]),
        tests("B", ["C"]),
      ])
      """)
    #expect(manifest.targets.map(\.name) == ["A", "B", "C", "BTests"])
    #expect(
      manifest.targets.map(\.dependencies)
        == [[], ["A", "SystemPackage"], ["B", "FlyingFox"], ["B", "C"]])
  }
}
