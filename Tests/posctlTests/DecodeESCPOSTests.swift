import Foundation
import JSONText
import Testing

@Suite struct DecodeESCPOSTests {
  /// ESC @, Chinese text, a real-time question in a picture, a cut.
  private static let slip = "1b40 c1aabbfa 0a 1d763000 0100 0300 100401 1d564200"

  @Test func `commands are listed with place and meaning`() throws {
    let run = try Program("decode", "escpos", Self.slip)
    #expect(run.status == 0)
    #expect(
      run.output.split(separator: "\n").map(String.init) == [
        " 0  ESC @    forgets all modes", " 2           “联机”", " 6  LF       prints the line",
        "15  DLE EOT  asks for state 1 at once", " 7  GS v     picture, 8 × 3 dots",
        "18  GS V     cuts, leaving a corner",
      ])
  }

  @Test func `the same as one JSON object, with what comes out`() throws {
    let run = try Program("decode", "escpos", Self.slip, "--json")
    let value = try JSONValue(parsing: run.output)
    #expect(value["commands"]?.array?.count == 6)
    #expect(value["slips"] == [["lines": ["联机", "[IMAGE]"], "complete": true]])
    #expect(value["unfinished"] == 0)
  }

  @Test func `a file is read as bytes, and each slip becomes a picture`() throws {
    let folder = try TemporaryFolder()
    let bytes: [UInt8] = [0x41, 0x0A, 0x1D, 0x56, 0x00, 0x42, 0x0A]
    try Data(bytes).write(to: URL(filePath: folder("slip.bin")))
    let run = try Program("decode", "escpos", folder("slip.bin"), "--png", folder("slip.png"))
    #expect(run.status == 0)
    for name in ["slip.png", "slip-2.png"] {
      #expect(try folder.data(name).starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }
    let same = try Program("decode", "escpos", "-", input: Data(bytes))
    #expect(same.output == run.output)
  }

  @Test func `what is no bytes or prints nothing is refused with the reason`() throws {
    let neither = try Program("decode", "escpos", "slip.txt")
    #expect(neither.status == 2)
    #expect(neither.errors.contains("“slip.txt” is no file, and not hexadecimal"))
    let blank = try Program("decode", "escpos", "1b40", "--png", "/tmp/none.png")
    #expect(blank.status == 2)
    #expect(blank.errors.contains("there is no picture"))
    let wide = try Program("decode", "escpos", "41", "--width-dots", "1")
    #expect(wide.status == 2)
  }

  @Test func `an input that ends within a command is said`() throws {
    let run = try Program("decode", "escpos", "41 1d76300001")
    #expect(run.status == 0)
    #expect(run.errors.contains("ends within a command, after 5 bytes of it"))
  }
}
