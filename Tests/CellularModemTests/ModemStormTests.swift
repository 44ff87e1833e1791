import EventLoop
import Foundation
import HAL
import HALConformance
import MockDevices
import Testing

@Suite(.serialized) struct ModemStormTests {
  /// Descriptors and threads are counted in a process where nobody else opens any.
  @Test(
    .disabled(if: ModemStorm.isHere, "it starts this program for the storm"),
    arguments: ModemStorm.Way.allCases)
  func `a storm leaves no descriptor, thread or byte, and no wrong state`(
    way: ModemStorm.Way
  ) throws {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    var arguments: [String] = []
    var rest = ProcessInfo.processInfo.arguments.dropFirst()
    while let argument = rest.popFirst() {
      switch argument {
      case "--filter", "--skip", "--event-stream-output-path", "--xunit-output":
        _ = rest.popFirst()
      default: arguments.append(argument)
      }
    }
    let file = FileManager.default.temporaryDirectory
      .appending(path: "lianji-storm-\(UUID().uuidString)")
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: own)
    process.arguments = arguments + ["--filter", "ModemStormInAProcessOfItsOwn"]
    process.environment = ProcessInfo.processInfo.environment
      .merging([ModemStorm.mark: way.rawValue]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: file)
    process.standardError = process.standardOutput
    try process.run()
    process.waitUntilExit()
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(process.terminationStatus == 0, "\(text)")
    let figures = text.split(separator: "\n").first { $0.hasPrefix("storm: ") }
    print(figures ?? "storm: no figures")
    #expect(figures != nil)
  }
}

@Suite(.enabled(if: ModemStorm.isHere, "ModemStormTests runs it in a process of its own"))
struct ModemStormInAProcessOfItsOwn {
  @Test func `the storm`() throws {
    let way = try #require(ModemStorm.ownWay)
    let order = StormOrder(usually: way == .line ? 10_000 : 2000)
    let figures = try EventLoop.run { loop in
      try await ModemStorm(way, seed: order.seed, loop: loop).run(eventCount: order.events)
    }
    print("storm: modem on \(way.rawValue): \(figures) (\(order))")
    let hint = Comment(rawValue: order.description)
    #expect(figures.final == .success(.ready), hint)
    #expect(figures.registration == .home, hint)
    #expect(figures.statuses > order.events / 200, hint)
    #expect(figures.leftovers == nil, hint)
    #expect(figures.pressedWires == 0, hint)
    #expect(figures.burntTries == 0, hint)
  }
}
