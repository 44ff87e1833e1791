import HAL
import Foundation

/// Writes what a scenario leaves: steps, screens, slips, the masked trace, both books.
struct ScenarioEvidence {
  /// The folder; made when it is missing.
  let folder: String

  /// Writes everything; files of an earlier run are replaced.
  func write(_ report: ScenarioReport, of world: BenchWorld) async throws {
    let manager = FileManager.default
    try? manager.removeItem(atPath: folder)
    try manager.createDirectory(atPath: folder + "/slips", withIntermediateDirectories: true)
    await world.askForBooks()
    try write(report.table + (report.failureText.map { "\n\($0)\n" } ?? ""), to: "steps.txt")
    try write(await screens(of: world), to: "screens.txt")
    try write(
      await world.log.map { $0.text + "\n" }.joined(), to: "trace.jsonl")
    for slip in await world.slips {
      let name = "slips/\(slip.number < 10 ? "0" : "")\(slip.number)"
      try Data(slip.image).write(to: URL(filePath: "\(folder)/\(name).png"))
      try write(slip.text + "\n", to: "\(name).txt")
    }
    try write(json(await world.terminalEntries()), to: "terminal-ledger.json")
    try write(json(await world.centerEntries()), to: "center-ledger.json")
    try write(
      await world.violations().map { $0 + "\n" }.joined(), to: "violations.txt")
  }

  private func screens(of world: BenchWorld) async -> String {
    await world.screens(from: 1).map { screen in
      let content = screen.content
      let lines = content.lines.map { "  [\($0.style.panelName)] \($0.text)\n" }.joined()
      return """
        \(BenchWorld.clockText(screen.time))  \(content.identifier)
          \(content.status.text)
          # \(content.title)
        \(lines)  \(content.hint)

        """
    }.joined(separator: "\n")
  }

  private func write(_ text: String, to name: String) throws {
    try text.write(to: URL(filePath: "\(folder)/\(name)"), atomically: true, encoding: .utf8)
  }

  private func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }
}
