import HAL
import ISO7816
import JSONText
import Octets

/// What a card in a reader has told.
struct PresentCard {
  private static let timeout = Duration.seconds(10)

  private let reader: String
  private let answerToReset: [UInt8]
  private let serialNumber: [UInt8]?
  private let applications: CardApplications

  /// Powers the card up, asks it, and powers it down.
  init(in driver: any CardReader, name: String) async throws(CardReaderError) {
    let session = try await driver.powerUp(timeout: Self.timeout)
    reader = name
    answerToReset = session.answerToReset
    let isContactless = (try? AnswerToReset(session.answerToReset))?.contactless != nil
    do throws(CardReaderError) {
      serialNumber =
        isContactless ? try await session.uniqueIdentifier(timeout: Self.timeout) : nil
      applications = try await CardApplications(on: session, isContactless: isContactless)
    } catch {
      await session.powerDown()
      throw error
    }
    await session.powerDown()
  }

  /// A line for each thing, then one for each application.
  func text(isMasked: Bool) -> String {
    var text = TextTable(rows: [["reader", reader]]).text + AnswerReport(answerToReset).text
    if let serialNumber {
      text += TextTable(rows: [["serial number", Self.text(serialNumber, isMasked)]]).text
    }
    if applications.list.isEmpty { return text + "\nNo payment application was found." }
    let rows = applications.list.map { application in
      [
        Hexadecimal.text(application.identifier), application.label,
        application.priority.map { "priority \($0)" } ?? "",
        application.isBlocked ? "blocked" : "",
      ]
    }
    let source = applications.source == .directory ? "the card's directory" : "well-known names"
    var table = TextTable(rows: rows).text
    table.removeLast()
    return text + "\nApplications, from \(source):\n" + table
  }

  /// The same as an object.
  func json(isMasked: Bool) -> JSONValue {
    let list = applications.list.map { application -> JSONValue in
      [
        "identifier": .string(Hexadecimal.text(application.identifier)),
        "label": .string(application.label),
        "priority": application.priority.map { .number(Int($0)) } ?? .null,
        "isBlocked": .boolean(application.isBlocked),
      ]
    }
    return [
      "reader": .string(reader), "answerToReset": AnswerReport(answerToReset).json,
      "serialNumber": serialNumber.map { .string(Self.text($0, isMasked)) } ?? .null,
      "applications": .array(list), "source": .string(applications.source.rawValue),
    ]
  }

  /// All but the last two bytes hidden.
  private static func text(_ bytes: [UInt8], _ isMasked: Bool) -> String {
    guard isMasked else { return Hexadecimal.text(bytes) }
    let shown = bytes.suffix(2)
    return String(repeating: "**", count: bytes.count - shown.count) + Hexadecimal.text(shown)
  }
}
