import ArgumentParser
import JSONText

/// `posctl calc`: the calculator of an EMV laboratory.
struct CalcCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calc",
    abstract: "Compute and verify keys, cryptograms, certificates and signatures.",
    discussion: """
      posctl calc list shows all calculators; posctl calc NAME shows what goes into one and comes \
      out, with a worked example; posctl calc NAME --json '{…}' computes. - in place of the object \
      reads standard input.

      Bytes are hexadecimal text, in upper case when they come out. The result is one JSON object. \
      A verdict that says failed is a result too, with exit status 0; input that can't be used \
      gives status 2, and standard error names the key and what was expected.

      calc list --json prints {"calculators":[{"name","summary","reference","inputs":[{"key", \
      "meaning","expected","optional"}],"outputs":[{"key","meaning"}]}]}.

      Use test keys only: what stands on a command line can be read by others.
      """,
    helpNames: [])

  @Argument(help: ArgumentHelp("A calculator, or list.", valueName: "name"))
  var name: String?

  @Option(
    defaultAsFlag: "",
    help: ArgumentHelp(
      "The inputs as one JSON object; with list, and without a value: JSON instead of text.",
      valueName: "object"))
  var json: String?

  @Flag(name: [.customShort("h"), .long], help: "Show this, or how a calculator is used.")
  var help = false

  func run() throws(Complaint) {
    guard let name else {
      print(Self.helpMessage())
      return
    }
    if name.lowercased() == "list" { return print(list, terminator: "") }
    guard let calculator = Calculator.named(name) else {
      throw Complaint(
        "there is no calculator “\(TerminalText.harmless(name))”; posctl calc list shows them all")
    }
    guard !help, let json, !json.isEmpty else {
      if self.json == "" {
        throw Complaint("--json takes an object: posctl calc \(calculator.name) shows an example")
      }
      return print(calculator.help, terminator: "")
    }
    do throws(CalculationError) {
      print(try calculator.result(ofText: text(json)).text)
    } catch {
      throw Complaint("calc \(calculator.name): \(error.reason)")
    }
  }

  private func text(_ json: String) throws(CalculationError) -> String {
    guard json == "-" else { return json }
    do throws(HexInput.Failure) {
      return try HexInput.standardInput()
    } catch {
      throw .notAnObject(error.reason)
    }
  }

  private var list: String {
    if json == nil {
      return TextTable(rows: Calculator.table.map { [$0.name, $0.summary] }).text
    }
    return JSONValue.object([
      .init("calculators", .array(Calculator.table.map(\.declaration)))
    ]).text + "\n"
  }
}

extension Calculator {
  /// What it declares, as JSON.
  fileprivate var declaration: JSONValue {
    [
      "name": .string(name), "summary": .string(summary), "reference": .string(reference),
      "inputs": .array(
        inputs.map {
          [
            "key": .string($0.key), "meaning": .string($0.meaning),
            "expected": .string($0.expectation), "optional": .boolean($0.isOptional),
          ]
        }),
      "outputs": .array(
        outputs.map { ["key": .string($0.key), "meaning": .string($0.meaning)] }),
    ]
  }
}
