import Foundation
import JSONText
import MockDevices
import Testing

/// `posctl print`, on a printer that keeps what came out.
@Suite struct PrintTests {
  private func posctl(
    _ file: String, _ printer: CounterPrinter, _ more: String..., input: String = ""
  ) throws -> Program {
    try Program(
      arguments: ["print", file, "--profile", Program.profile, "--set", printer.option] + more,
      input: Data(input.utf8))
  }

  @Test func `a plain text comes out line by line, with its proof`() throws {
    let printer = try CounterPrinter()
    defer { printer.close() }
    let run = try posctl("-", printer, input: "联机 LIANJI\n\nRMB 1.00\n")
    #expect(run.status == 0)
    #expect(run.output == "printed, confirmed\n")
    #expect(printer.slips == [["联机 LIANJI", "RMB 1.00"]])
  }

  @Test func `a list of elements comes out as it says`() throws {
    let printer = try CounterPrinter { $0.isPaperLow = true }
    defer { printer.close() }
    let slip = """
      [{"text": "凭证", "align": "center", "size": "double", "bold": true}, {"rule": true},
       {"pair": ["金额", "12.50"]}, {"qr": "N21"}, {"barcode": "000012"}, {"logo": true},
       {"drawer": true}, {"feed": 2}, {"cut": true}]
      """
    let run = try posctl("-", printer, "--json", input: slip)
    #expect(run.status == 0)
    #expect(
      run.output == #"{"job":"posctl","printed":true,"proof":"confirmed","paperLow":true,"#
        + #""problem":null,"begun":true}"# + "\n")
    #expect(
      printer.slips == [
        [
          "凭证", String(repeating: "-", count: 32),
          "金额" + String(repeating: " ", count: 23) + "12.50",
          "[QR N21]", "[BARCODE 000012]",
        ]
      ])
  }

  @Test func `a printer without paper is said in words, and nothing comes out`() throws {
    let printer = try CounterPrinter { $0.removePaper() }
    defer { printer.close() }
    let run = try posctl("-", printer, "--json", input: "A\n")
    #expect(run.status == 2)
    #expect(run.errors == "posctl: not printed: no paper: put a roll in\n")
    #expect(try JSONValue(parsing: run.output)["problem"] == "paperOut")
    #expect(try JSONValue(parsing: run.output)["begun"] == false)
    #expect(printer.slips.isEmpty)
  }

  @Test func `a printer that answers nothing ends in time, with what to try`() throws {
    let printer = try CounterPrinter { $0.isDead = true }
    defer { printer.close() }
    let run = try posctl("-", printer, "--timeout", "3", input: "A\n")
    #expect(run.status == 2)
    #expect(run.errors.contains("the printer does not answer: check power, cable"))
  }

  @Test(arguments: [
    ("[{\"texx\": 1}]", "-: element 1 is none of these: {\"text\": "),
    ("[{\"rule\": true}, {\"feed\": -1}]", "-: element 2 is none of these"),
    ("[{\"text\": \"a\", \"size\": \"huge\"}]", "-: element 1 is none of these"),
    ("[{\"text\": \"a\", \"colour\": \"red\"}]", "-: element 1 is none of these"),
    ("[{\"pair\": [\"a\"]}]", "-: element 1 is none of these"), ("[", "-: "),
  ])
  func `a slip that can't be read is refused before anything is printed`(
    slip: String, complaint: String
  ) throws {
    let printer = try CounterPrinter()
    defer { printer.close() }
    let run = try posctl("-", printer, input: slip)
    #expect(run.status == 2)
    #expect(run.errors.hasPrefix("posctl: " + complaint), "\(run.errors)")
    #expect(printer.slips.isEmpty)
  }

  @Test func `a file that is not there, not text or too long is refused`() throws {
    let folder = try TemporaryFolder()
    try Data([0xC1, 0xAA, 0xFF]).write(to: URL(filePath: folder("gbk")))
    try Data(count: 2 << 20).write(to: URL(filePath: folder("long")))
    let printer = try CounterPrinter()
    defer { printer.close() }
    #expect(try posctl(folder("none"), printer).errors.contains("can't be read: No such file"))
    #expect(try posctl(folder("gbk"), printer).errors.contains("is not UTF-8: convert it"))
    #expect(try posctl(folder("long"), printer).errors.contains("more than 1 MiB"))
  }

  @Test func `a profile without a usable printer is refused`() throws {
    let run = try Program(
      arguments: [
        "print", "-", "--profile", Program.profile, "--set", "devices.printer.logo=none.pbm",
      ], input: Data("A".utf8))
    #expect(run.status == 2)
    #expect(run.errors.contains("devices.printer.logo: ") && run.errors.contains("can't be read"))
  }
}
