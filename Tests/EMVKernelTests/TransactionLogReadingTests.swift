import BERTLV
import EMVKernel
import ISO7816
import Octets
import Testing

@Suite struct TransactionLogReadingTests {
  /// Selects an application whose file control information holds `entry`.
  private func application(_ entry: String) throws -> SelectedApplication {
    let name = "8408A000000333010101"
    let issuer = "BF0C" + length(entry) + entry
    let body = name + "A5" + length(issuer) + issuer
    let control = try Hexadecimal.bytes("6F" + length(body) + body)
    var configuration = KernelConfiguration.test
    configuration.applications = [configuration.applications[0]]
    var selection = ApplicationSelection(configuration: configuration)
    _ = selection.begin()
    _ = selection.resume(with: ResponseAPDU(status: .fileNotFound))
    _ = selection.resume(with: ResponseAPDU(data: control, status: .success))
    guard
      case .selected(let application) = selection.resume(
        with: ResponseAPDU(data: control, status: .success))
    else { throw KernelFailure.noApplication }
    return application
  }

  private func length(_ text: String) -> String { Hexadecimal.text([UInt8(text.count / 2)]) }

  /// Plays the answers to a reading; gives the log and the commands.
  private func read(
    _ entry: String, _ answers: [String], of kind: TransactionLogReading.Kind = .transactions
  ) throws -> (log: [TransactionLogRecord], commands: [String]) {
    var reading = TransactionLogReading(kind, of: try application(entry))
    var commands: [String] = []
    var step = reading.begin()
    while case .transmit(let command) = step {
      let answer = commands.count < answers.count ? answers[commands.count] : "6A83"
      commands.append(Hexadecimal.text(command.bytes))
      step = reading.resume(with: try #require(ResponseAPDU(try Hexadecimal.bytes(answer))))
    }
    guard case .finished(let log) = step else { throw KernelFailure.noApplication }
    return (log, commands)
  }

  @Test func `lines are cut by the format, newest first, to the end of the log`() throws {
    let (log, commands) = try read(
      "9F4D020B0A",
      ["9F4F059A039F2103 9000", "261123201305 9000", "261122101112 9000", "6A83"])
    #expect(commands == ["80CA9F4F00", "00B2015C00", "00B2025C00", "00B2035C00"])
    #expect(log.map(\.number) == [1, 2])
    #expect(log.first?.objects.map(\.tag) == [0x9A, 0x9F21])
    #expect(log.last?.objects.map(\.value) == [[0x26, 0x11, 0x22], [0x10, 0x11, 0x12]])
  }

  @Test func `a full log is read to its last line`() throws {
    let (log, commands) = try read(
      "9F4D020B02", ["9F4F029A03 9000", "261123 9000", "261122 9000"])
    #expect(log.count == 2)
    #expect(commands.count == 3)
  }

  @Test func `loads have tags of their own`() throws {
    let (log, commands) = try read(
      "DF4D020C01", ["DF4F029A03 9000", "261123 9000"], of: .loads)
    #expect(commands == ["80CADF4F00", "00B2016400"])
    #expect(log.count == 1)
  }

  @Test(arguments: ["", "9F4D010B", "9F4D020A0A", "9F4D021F0A", "9F4D020B00", "DF4D020C01"])
  func `a card without a usable entry is asked nothing`(entry: String) throws {
    let (log, commands) = try read(entry, [])
    #expect(log.isEmpty)
    #expect(commands.isEmpty)
  }

  @Test(arguments: ["6A88", "9000", "9F4F00 9000", "9F4F029F4F 9000", "9F4E029A03 9000"])
  func `a log without a format is empty`(answer: String) throws {
    let (log, commands) = try read("9F4D020B0A", [answer])
    #expect(log.isEmpty)
    #expect(commands.count == 1)
  }

  @Test func `a line of another length ends the log`() throws {
    #expect(
      try read("9F4D020B0A", ["9F4F029A03 9000", "261123 9000", "2611 9000"]).log.count == 1)
  }
}
