import BERTLV
import HAL
import ISO7816

/// The payment applications on a card: by its directory, else by trying well-known names.
///
/// Nothing else is read, so that no number of a card comes up. Source: EMV 4.3 Book 1, 12.
struct CardApplications {
  /// One application.
  struct Application: Hashable {
    let identifier: [UInt8]
    let label: String
    let priority: UInt8?
    let isBlocked: Bool
  }

  /// Where the list came from.
  enum Source: String {
    case directory
    case names
  }

  /// Names to try, which the card takes as beginnings.
  private static let names: [[UInt8]] = [
    [0xA0, 0x00, 0x00, 0x03, 0x33], [0xA0, 0x00, 0x00, 0x00, 0x03],
    [0xA0, 0x00, 0x00, 0x00, 0x04], [0xA0, 0x00, 0x00, 0x00, 0x25],
    [0xA0, 0x00, 0x00, 0x00, 0x65], [0xA0, 0x00, 0x00, 0x01, 0x52],
  ]
  private static let occurrenceLimit = 16
  private static let recordLimit: UInt8 = 32
  private static let timeout = Duration.seconds(5)

  private(set) var source = Source.directory
  private(set) var list: [Application] = []

  /// Asks the card.
  init(
    on session: any CardSession, isContactless: Bool
  ) async throws(CardReaderError) {
    let directory = Array((isContactless ? "2PAY.SYS.DDF01" : "1PAY.SYS.DDF01").utf8)
    let answer = try await Self.select(directory, on: session)
    if answer?.status == .success, let control = answer?.data {
      list =
        isContactless
        ? Self.entries(inControl: control)
        : try await Self.records(of: control, on: session)
    }
    if !list.isEmpty { return }
    source = .names
    for name in Self.names { list += try await Self.applications(named: name, on: session) }
  }

  private static func records(
    of control: [UInt8], on session: any CardSession
  ) async throws(CardReaderError) -> [Application] {
    guard let file = value([0x6F, 0xA5, 0x88], in: control)?.first, file <= 10 else { return [] }
    var found: [Application] = []
    for record in 1...recordLimit {
      let command: [UInt8] = [0x00, 0xB2, record, file << 3 | 0x04, 0x00]
      let answer = ResponseAPDU(try await session.transmit(command, timeout: timeout))
      guard let answer, answer.status == .success else { break }
      found += entries(inRecord: answer.data)
    }
    return found
  }

  private static func applications(
    named name: [UInt8], on session: any CardSession
  ) async throws(CardReaderError) -> [Application] {
    var found: [Application] = []
    for occurrence in 0..<occurrenceLimit {
      guard let answer = try await select(name, isNext: occurrence > 0, on: session),
        answer.status == .success || answer.status == .blocked,
        let identifier = value([0x6F, 0x84], in: answer.data)
      else { break }
      let application = Application(
        identifier: identifier, label: text(value([0x6F, 0xA5, 0x50], in: answer.data)),
        priority: value([0x6F, 0xA5, 0x87], in: answer.data)?.first.map { $0 & 0x0F },
        isBlocked: answer.status == .blocked)
      if found.contains(application) { break }  // a card that knows no “next”
      found.append(application)
    }
    return found
  }

  private static func select(
    _ name: [UInt8], isNext: Bool = false, on session: any CardSession
  ) async throws(CardReaderError) -> ResponseAPDU? {
    let command: [UInt8] =
      [0x00, 0xA4, 0x04, isNext ? 0x02 : 0x00, UInt8(name.count)] + name + [0x00]
    return ResponseAPDU(try await session.transmit(command, timeout: timeout))
  }
}

extension CardApplications {
  private static func entries(inControl control: [UInt8]) -> [Application] {
    guard let list = value([0x6F, 0xA5, 0xBF0C], in: control) else { return [] }
    return templates(in: list).compactMap(application)
  }

  private static func entries(inRecord record: [UInt8]) -> [Application] {
    value([0x70], in: record).map { templates(in: $0).compactMap(application) } ?? []
  }

  private static func templates(in bytes: [UInt8]) -> [[UInt8]] {
    var reader = TLVReader(bytes)
    var found: [[UInt8]] = []
    while let object = try? reader.next() {
      if object.tag == 0x61 { found.append(Array(object.value)) }
    }
    return found
  }

  private static func application(_ entry: [UInt8]) -> Application? {
    guard let identifier = value([0x4F], in: entry) else { return nil }
    return Application(
      identifier: identifier, label: text(value([0x50], in: entry)),
      priority: value([0x87], in: entry)?.first.map { $0 & 0x0F }, isBlocked: false)
  }

  /// The value at the end of a way of tags; nil where there is none.
  private static func value(_ way: [DataObjectTag], in bytes: [UInt8]) -> [UInt8]? {
    var value = bytes
    for tag in way {
      guard let inner = try? TLVReader(value).first(tag) else { return nil }
      value = Array(inner)
    }
    return value
  }

  private static func text(_ bytes: [UInt8]?) -> String {
    TerminalText.harmless(String(decoding: bytes ?? [], as: UTF8.self))
  }
}
