import BERTLV
import Foundation
import Testing

/// The dictionary of docs/emv.md says what the table says.
@Suite struct DataDictionaryTests {
  private static let page =
    (try? String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/emv.md"), encoding: .utf8)) ?? ""

  @Test func `each element has its row, and each row its element`() {
    let rows = Self.page.split(separator: "\n").filter { $0.hasPrefix("| `") }
      .filter { $0.split(separator: "|").count == 5 }.map(String.init)
    #expect(rows == DataElement.table.map(Self.row))
  }

  private static func row(_ element: DataElement) -> String {
    let shown =
      switch element.secrecy {
      case .none: "all"
      case .cardNumber: "first six, last four"
      case .full: "nothing"
      }
    let cells = ["`\(element.tag)`", element.name, "\(element.format)", "\(element.source)", shown]
    return "| " + cells.joined(separator: " | ") + " |"
  }
}
