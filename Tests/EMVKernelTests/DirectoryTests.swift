import BERTLV
import ChipTransaction
import EMVKernel
import ISO7816
import MockDevices
import Octets
import PaymentTypes
import Testing

/// Directories that name others, and the names that cards show.
@Suite struct DirectoryTests {
  /// Plays a card that knows only SELECT by name and READ RECORD of the last selected directory.
  private func offers(
    _ selects: [String: String], _ records: [String: [String]],
    _ change: (inout KernelConfiguration) -> Void = { _ in }
  ) throws -> (offered: [CandidateApplication], names: [String], last: ApplicationSelection.Step) {
    var configuration = KernelConfiguration.test
    change(&configuration)
    var selection = ApplicationSelection(configuration: configuration)
    var step = selection.begin()
    var selected = ""
    var names: [String] = []
    while case .transmit(let command) = step {
      if command.instruction == 0xA4 {
        selected = Hexadecimal.text(command.data)
        names.append(selected)
        let control = try Hexadecimal.bytes(selects[selected] ?? "")
        step = selection.resume(
          with: ResponseAPDU(data: control, status: control.isEmpty ? .fileNotFound : .success))
      } else {
        let list = records[selected] ?? []
        let index = Int(command.parameter1) - 1
        step = selection.resume(
          with: list.indices.contains(index)
            ? ResponseAPDU(data: try Hexadecimal.bytes(list[index]), status: .success)
            : ResponseAPDU(status: .recordNotFound))
      }
    }
    switch step {
    case .choose(let offered, _): return (offered, names, step)
    case .confirm(let one): return ([one], names, step)
    case .selected(let application): return ([application.candidate], names, step)
    case .failed, .transmit: return ([], names, step)
    }
  }

  private static let root = "315041592E5359532E4444463031"
  private static let rootControl = "6F15840E\(root)A503880101"

  /// An entry for the application A0000003330101 with two more bytes.
  private static func entry(_ kind: String, _ more: String = "") -> String {
    let body = "4F08A0000003330101\(kind)" + more
    return template("70", template("61", body))
  }

  private static func template(_ tag: String, _ body: String) -> String {
    tag + Hexadecimal.text([UInt8(body.count / 2)]) + body
  }

  @Test func `directories within the directory are read after it, each once`() throws {
    let sub = "A00000033399"
    let found = try offers(
      [
        Self.root: Self.rootControl,
        sub: Self.template("6F", "8406\(sub)" + Self.template("A5", "880102")),
      ],
      [
        Self.root: [
          Self.template("70", Self.template("61", "9D06\(sub)")), Self.entry("01"),
          Self.template("70", Self.template("61", "9D06\(sub)")),
        ],
        sub: [
          Self.entry("02"), Self.template("70", Self.template("61", "9D0E\(Self.root)")),
        ],
      ])
    #expect(
      found.offered.map(\.name.description) == ["A000000333010101", "A000000333010102"])
    #expect(found.names == [Self.root, sub])
  }

  @Test(arguments: ["", "6F0A8406A00000033399A500", "6F0D8406A00000033399A503880114"])
  func `a further directory that can't be opened is passed over`(control: String) throws {
    let found = try offers(
      [Self.root: Self.rootControl, "A00000033399": control],
      [
        Self.root: [
          Self.template("70", Self.template("61", "9D06A00000033399")), Self.entry("01"),
          Self.entry("02"),
        ]
      ])
    #expect(found.offered.count == 2)
  }

  @Test func `directories without end are cut`() throws {
    let names = (0..<20).map {
      "A0000003339" + Hexadecimal.text([UInt8($0)]).suffix(1) + "0\($0 % 10)"
    }
    let entries = names.map { Self.template("70", Self.template("61", "9D07\($0)")) }
    let found = try offers([Self.root: Self.rootControl], [Self.root: entries])
    #expect(found.names.count { $0.hasPrefix("A0000003339") } == 8)
    #expect(found.last == .failed(.noApplication))
  }

  @Test func `the directory's code table counts for its entries`() throws {
    let control = Self.template(
      "6F", "840E\(Self.root)" + Self.template("A5", "8801019F110105"))
    let records = [
      Self.root: [Self.entry("01", "9F1203BADED5"), Self.entry("02", "9F110101" + "9F1201E9")]
    ]
    let shown = try offers([Self.root: control], records) {
      $0.additionalCapabilities.insert(.codeTable5)
    }
    #expect(shown.offered.map(\.displayName) == ["Кое", "é"])
    let hidden = try offers([Self.root: control], records)
    #expect(hidden.offered.map(\.preferredName) == [nil, "é"])
  }

  @Test func `a Chinese name is kept where the acquirer names its code table`() throws {
    let records = [
      Self.root: [Self.entry("01", "9F110110" + "9F1204BDE8BCC7"), Self.entry("02")]
    ]
    let found = try offers([Self.root: Self.rootControl], records) {
      for index in $0.applications.indices { $0.applications[index].chineseCodeTable = 0x10 }
    }
    #expect(found.offered.first?.chineseName == [0xBD, 0xE8, 0xBC, 0xC7])
    #expect(found.offered.first?.preferredName == nil)
    let without = try offers([Self.root: Self.rootControl], records)
    #expect(without.offered.first?.chineseName == nil)
  }

  @Test func `without a list the cardholder is asked about one after the other`() throws {
    var configuration = KernelConfiguration.test
    configuration.offersApplicationChoice = false
    var selection = ApplicationSelection(configuration: configuration)
    _ = selection.begin()
    _ = selection.resume(
      with: ResponseAPDU(data: try Hexadecimal.bytes(Self.rootControl), status: .success))
    for kind in ["01", "02"] {
      let record = Self.entry(kind, "8701" + (kind == "01" ? "82" : "81"))
      _ = selection.resume(
        with: ResponseAPDU(data: try Hexadecimal.bytes(record), status: .success))
    }
    guard case .confirm(let best) = selection.resume(with: ResponseAPDU(status: .recordNotFound))
    else { throw KernelFailure.noApplication }
    #expect(best.name.bytes.last == 2)
    guard case .confirm(let next) = selection.resume(choosing: nil) else {
      throw KernelFailure.noApplication
    }
    #expect(next.name.bytes.last == 1)
    #expect(selection.resume(choosing: nil) == .failed(.cancelled))
  }

  @Test(arguments: [
    (CodeTable.latin1, "41E9FF", "Aéÿ"), (.latin1, "07418F42", "AB"),
    (.cyrillic, "B0EFF0A1FD", "Ая№Ё§"), (.turkish, "D0F0DDFDDEFEC7", "ĞğİıŞşÇ"),
  ])
  func `names are read by their code table`(table: CodeTable, bytes: String, text: String) throws {
    #expect(table.text(try Hexadecimal.bytes(bytes)) == text)
  }

  @Test func `a code table is never claimed without its text`() {
    for table in CodeTable.allCases {
      for byte in UInt8.min...UInt8.max {
        #expect(table.text([byte]).unicodeScalars.count <= 1)
      }
    }
  }

  @Test(arguments: [
    ("6672646565 6E", ["fr", "de", "en"], "en"), ("6672", ["fr"], nil), ("", [], nil),
    ("5A48454E", ["zh", "en"], "zh"), ("7A", [], nil), ("31327A68", ["zh"], "zh"),
    ("66726465656E7A686974", ["fr", "de", "en", "zh"], "en"),
  ])
  func `the first common language is taken`(bytes: String, codes: [String], best: String?) throws {
    let preference = LanguagePreference(try Hexadecimal.bytes(bytes))
    #expect(preference.codes == codes)
    #expect(preference.best(among: ["zh", "en"]) == best)
  }
}
