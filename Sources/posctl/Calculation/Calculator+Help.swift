import JSONText

extension Calculator {
  /// Inputs, outputs and the worked example, as the help shows them.
  var help: String {
    var text = "\(name): \(summary)\n\nSource: \(reference)\n\nInputs:\n"
    text +=
      TextTable(
        rows: inputs.map {
          ["  \($0.key)", $0.isOptional ? "optional" : "", $0.meaning + "; " + $0.expectation]
        }
      ).text
    text += "\nOutputs:\n"
    text += TextTable(rows: outputs.map { ["  \($0.key)", $0.meaning] }).text
    text += "\nExample (\(example.source)):\n"
    text += "  posctl calc \(name) --json '\(example.input)'\n\n"
    if let result = try? result(ofText: example.input) {
      text += result.indentedText.split(separator: "\n").map { "  \($0)\n" }.joined()
    }
    return text
  }
}
