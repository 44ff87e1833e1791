import EmulatedPorts
import Foundation
import MockDevices
import TestCards
import Testing

/// Independent clients of PC/SC judge our readers and cards: pcsc_scan and opensc-tool, from
/// Debian's packages, on a pcscd of their own.
@Suite(.serialized) struct CardReaderJudgeTests {
  private static let programs = ["pcsc_scan": "pcsc-tools", "opensc-tool": "opensc"]

  /// In CI a judge that can't come is a failure, elsewhere a loud skip.
  private func requireJudge(_ program: String) throws {
    let hasProgram = FileManager.default.isExecutableFile(atPath: "/usr/bin/\(program)")
    let why =
      PrivateReaders.obstacle
      ?? (hasProgram ? nil : "no \(program): apt-get install \(Self.programs[program] ?? "")")
    guard let why else { return }
    #expect(ProcessInfo.processInfo.environment["CI"] != "true", "\(why)")
    try Test.cancel("SKIPPED: \(why)")
  }

  /// Puts a judge before two readers: an empty one, and one with a card of the bench in it.
  private func verdict(_ program: String, _ arguments: String...) throws -> String {
    try requireJudge(program)
    let folder = "/tmp/lianji-judge-\(UInt32.random(in: 0...UInt32.max))"
    let readers = try BackgroundReaders(
      [.init(name: "Lianji Counter [ICC] (0001)"), .init(name: "Lianji Field")], folder: folder)
    defer { readers.close() }
    let chip = try #require(TestCards.bench.first?.chip)
    readers.work { $0.insert(CardSimulator(chip)) }
    let output = URL(filePath: folder + ".log")
    try Data().write(to: output)
    defer { try? FileManager.default.removeItem(at: output) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/timeout")
    process.arguments = ["--kill-after=5", "30", program] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(
      [PrivatePCSCDaemon.variable: readers.socketPath]
    ) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = process.standardOutput
    try process.run()
    process.waitUntilExit()
    return try String(contentsOf: output, encoding: .utf8)
  }

  /// The bytes in the judge's way of writing them.
  private static func spaced(_ bytes: [UInt8], _ separator: String) -> String {
    bytes.map { String(format: "%02X", $0) }.joined(separator: separator)
  }

  private static var answerToReset: [UInt8] {
    TestCards.bench.first?.chip?.answerToReset ?? []
  }

  @Test func `pcsc_scan sees our readers`() throws {
    let seen = try verdict("pcsc_scan", "-r")
    #expect(seen.contains("Lianji Counter [ICC] (0001) 00 00"), "\(seen)")
    #expect(seen.contains("Lianji Field 01 00"), "\(seen)")
  }

  @Test func `pcsc_scan sees our card and takes its answer apart`() throws {
    let seen = try verdict("pcsc_scan", "-t", "2")
    #expect(seen.contains("Card inserted"), "\(seen)")
    #expect(seen.contains("Card removed"), "\(seen)")  // its word for an empty reader
    #expect(seen.contains(Self.spaced(Self.answerToReset, " ")), "\(seen)")
    #expect(seen.contains("TS = 3B"), "\(seen)")
    #expect(!seen.lowercased().contains("wrong") && !seen.contains("ERROR"), "\(seen)")
  }

  @Test func `opensc-tool lists our readers and knows which has a card`() throws {
    let lines = try verdict("opensc-tool", "--list-readers").split(separator: "\n")
    let counter = try #require(lines.first { $0.contains("Lianji Counter [ICC] (0001) 00 00") })
    #expect(counter.contains("Yes"))
    let field = try #require(lines.first { $0.contains("Lianji Field 01 00") })
    #expect(field.contains("No"))
  }

  @Test func `opensc-tool reads the answer to reset and the card's directory`() throws {
    let answer = try verdict("opensc-tool", "--reader", "0", "--atr")
    #expect(
      answer.lowercased().contains(Self.spaced(Self.answerToReset, ":").lowercased()), "\(answer)")
    let name = Self.spaced(Array("1PAY.SYS.DDF01".utf8), "")
    let control = try verdict(
      "opensc-tool", "--reader", "0", "--card-driver", "default", "--send-apdu",
      "00A404000E\(name)00")
    #expect(control.contains("SW1=0x90, SW2=0x00"), "\(control)")
    #expect(control.contains("6F "), "\(control)")
  }
}
