import Testing
import YAMLDocument

@Suite struct YAMLDocumentTests {
  private static let mistake = "expected valid YAML, found a mistake: "

  private func parse(_ text: String) throws -> YAMLNode {
    try YAMLDocument.parse(Array(text.utf8), source: "a.yaml")
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test func `values keep their order, their lines and their way from the root`() throws {
    let root = try parse("b: 1\na:\n  - x\n  - {c: 'y z'}\n")
    let mapping = try root.mapping(allowing: ["a", "b"])
    #expect(mapping.entries.map(\.key) == ["b", "a"])
    let list = try mapping.required("a").sequence()
    let inner = try list[1].mapping(allowing: ["c"]).required("c")
    #expect(try inner.text() == "y z")
    #expect(inner.place.keyPath == "a[1].c")
    #expect(inner.place.origin == .file("a.yaml", line: 4, column: 9))
  }

  @Test func `an empty document is an empty mapping`() throws {
    #expect(try parse("").entries().isEmpty)
    #expect(try parse("# nothing\n").entries().isEmpty)
  }

  @Test(arguments: [
    ("a: 1\nb: [1\n", "a.yaml:3: \(mistake)did not find expected ',' or ']'"),
    ("a: 1\na: 2\n", "a.yaml:2: a: expected each name once, found “a” again"),
    ("a: &x 1\n", "a.yaml:1: a: expected a plain value, found an anchor or a tag"),
    ("a: *x\n", "a.yaml:1: a: expected a value, found an alias"),
    ("a: !!int 1\n", "a.yaml:1: a: expected a plain value, found an anchor or a tag"),
    ("a: 1\n---\nb: 2\n", "a.yaml:2: expected one document, found a second one"),
    ("? [a]\n: 1\n", "a.yaml:1: expected a name, found something that is no text"),
    ("a:\n\t- b\n", "a.yaml:2: \(mistake)found character that cannot start any token"),
  ])
  func `what can't be read is named with its line`(text: String, expected: String) {
    #expect(message { _ = try parse(text) } == expected)
  }

  @Test func `bytes that are no UTF-8 are named with their offset`() {
    let seen = message { _ = try YAMLDocument.parse([0x61, 0x3A, 0xFF], source: "a.yaml") }
    #expect(seen == "a.yaml: \(Self.mistake)invalid leading UTF-8 octet at byte 2")
  }

  @Test func `a file that is too long or too deep is refused`() {
    let long = message { _ = try parse(String(repeating: "#\n", count: 600_000)) }
    #expect(long == "a.yaml: expected at most 1048576 bytes, found 1200000")
    let deep = message { _ = try parse(String(repeating: "[", count: 100_000)) }
    #expect(deep.contains("expected at most 32 levels, found more"))
    let deepBlocks = (0..<40).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
    #expect(message { _ = try parse(deepBlocks) }.contains("expected at most 32 levels"))
  }

  @Test func `every beginning of a document is read or refused, never a trap`() throws {
    let text = "a: {b: [1, \"x\\u4e2d\", 'y'], c: |\n  text\n}\nd: >-\n  中文\n  e: f\n"
    let bytes = Array(text.utf8)
    for count in 0...bytes.count {
      _ = try? YAMLDocument.parse(Array(bytes.prefix(count)), source: "a.yaml")
    }
  }

  @Test func `a missing file says so`() {
    let seen = message { _ = try YAMLDocument.read(path: "/nonexistent/a.yaml") }
    let expected = "expected a file that can be read, found No such file or directory"
    #expect(seen == "/nonexistent/a.yaml: \(expected)")
  }

  @Test func `typed reading takes what fits`() throws {
    enum Colour: String, CaseIterable { case red, green }
    let root = try parse("n: 42\nt: yes\nf: false\nc: green\nz: '007'\nempty: ~\n")
    let mapping = try root.mapping(allowing: ["n", "t", "f", "c", "z", "empty"])
    #expect(try mapping.required("n").integer(in: 1...42) == 42)
    #expect(try mapping.required("t").boolean())
    #expect(try !mapping.required("f").boolean())
    #expect(try mapping.required("c").oneOf(Colour.self) == .green)
    #expect(try mapping.required("z").text() == "007")
    #expect(mapping["missing"] == nil)
    #expect(
      message { _ = try mapping.required("n").integer(in: 1...41) }
        == "a.yaml:1: n: expected a whole number from 1 to 41, found “42”")
    #expect(
      message { _ = try mapping.required("z").integer(in: 0...9) }
        == "a.yaml:5: z: expected a whole number from 0 to 9, found “007”")
    #expect(
      message { _ = try mapping.required("n").boolean() }
        == "a.yaml:1: n: expected yes or no, found “42”")
    #expect(
      message { _ = try mapping.required("n").oneOf(Colour.self) }
        == "a.yaml:1: n: expected one of red, green, found “42”")
    #expect(
      message { _ = try mapping.required("empty").text() }
        == "a.yaml:6: empty: expected a text, found nothing")
    #expect(
      message { _ = try mapping.required("n").sequence() }
        == "a.yaml:1: n: expected a list, found “42”")
    #expect(
      message { _ = try mapping.required("x") }
        == "a.yaml:1: x: expected a value for “x”, found nothing")
    #expect(
      message { _ = try root.mapping(allowing: ["n"]) }
        == "a.yaml:2: t: expected one of n, found “t”")
  }

  @Test func `an option replaces a value and answers for it`() throws {
    let root = try parse("a:\n  b: 1\n  c: 2\n")
    let option = "--set a.b=x"
    let value = try YAMLDocument.parse(value: "x", option: option)
    let changed = try root.setting("a.b", to: value)
    let a = try changed.mapping(allowing: ["a"]).required("a").mapping(allowing: ["b", "c"])
    #expect(try a.required("c").integer(in: 2...2) == 2)
    #expect(
      message { _ = try a.required("b").integer(in: 0...1) }
        == "--set a.b=x: a.b: expected a whole number from 0 to 1, found “x”")
  }

  @Test func `an option may add what is missing, but not below a scalar`() throws {
    let root = try parse("a: 1\n")
    let value = try YAMLDocument.parse(value: "{d: 5}", option: "--set b.c={d: 5}")
    let changed = try root.setting("b.c", to: value)
    let b = try changed.mapping(allowing: ["a", "b"]).required("b")
    let c = try b.mapping(allowing: ["c"]).required("c")
    #expect(try c.mapping(allowing: ["d"]).required("d").place.keyPath == "b.c.d")
    #expect(
      message { _ = try root.setting("a.b", to: value) }
        == "--set b.c={d: 5}: a: expected a mapping, to set a name in it, found “1”")
    #expect(
      message { _ = try root.setting("a..b", to: value) }
        == "--set b.c={d: 5}: expected names joined by dots, found “a..b”")
  }
}
