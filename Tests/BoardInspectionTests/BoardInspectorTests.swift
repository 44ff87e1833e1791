import Bench
import BoardInspection
import BoardProfile
import EventLoop
import Foundation
import Testing
import YAMLDocument

/// The look at a board, at the virtual counter and beside it.
@Suite struct BoardInspectorTests {
  private static let profile = "board-profiles/bench.yaml"

  private func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = "/tmp/board-inspection-\(UInt32.random(in: 0...UInt32.max))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }

  /// Looks at the board on a thread of its own: those of the pool are for whoever else has work.
  ///
  /// What is there has all the time that a busy machine may take.
  private func inspect(
    _ overrides: [String], patience: Duration = .seconds(60)
  ) async throws -> [String: BoardFinding] {
    let profile = try BoardProfile.read(path: Self.profile, overrides: overrides)
    let document = try YAMLDocument.read(path: Self.profile)
    return await withCheckedContinuation { continuation in
      Thread {
        continuation.resume(
          returning: EventLoop.run { loop in
            var findings: [String: BoardFinding] = [:]
            let inspector = BoardInspector(
              profile, document: document, patience: patience, loop: loop)
            await inspector.inspect {
              findings[$0.entry] = $0
            }
            return findings
          })
      }.start()
    }
  }

  @Test func `at the counter everything is there, and keys in software are said to be test keys`()
    async throws
  {
    try await withFolder { folder in
      let world = try await BenchWorld.open(
        BenchConfiguration(
          profile: Self.profile, overrides: ["bench.directory=\(folder)"],
          terminalProgram: "/bin/true", centerPort: 0))
      let findings = try await inspect(
        [
          "bench.directory=\(folder)",
          "center.port=\(world.centerAddress.split(separator: ":").last ?? "")",
        ])
      await world.close()
      #expect(findings.count == 12)
      for finding in findings.values where finding.entry != "security" {
        #expect(finding.verdict == .ready, "\(finding)")
        #expect(finding.cure == nil)
      }
      #expect(findings["security"]?.verdict == .limited)
      #expect(findings["devices.modem"]?.seen.contains("registered with Test Net, -73 dBm") == true)
    }
  }

  /// Once the center waited for a free thread of the pool, and was told missing on a busy machine.
  @Test func `the counter's center is there while every thread of the pool is taken`()
    async throws
  {
    try await withFolder { folder in
      let finding = await withCheckedContinuation { continuation in
        Thread {
          let finding = EventLoop.run { loop in
            let taken = DispatchSemaphore(value: 0)
            for _ in 0..<64 { Task.detached { Self.wait(for: taken) } }
            let finding = try? await Self.center(in: folder, loop)
            for _ in 0..<64 { taken.signal() }
            return finding
          }
          continuation.resume(returning: finding)
        }.start()
      }
      #expect(finding?.verdict == .ready, "\(finding.map { "\($0)" } ?? "no finding")")
    }
  }

  private static func wait(for semaphore: DispatchSemaphore) { semaphore.wait() }

  /// What is found in the center's place, at a counter of its own.
  private static func center(in folder: String, _ loop: EventLoop) async throws -> BoardFinding? {
    let world = try await BenchWorld.open(
      BenchConfiguration(
        profile: profile, overrides: ["bench.directory=\(folder)"],
        terminalProgram: "/bin/true", centerPort: 0))
    let port = world.centerAddress.split(separator: ":").last ?? ""
    let board = try BoardProfile.read(
      path: profile, overrides: ["bench.directory=\(folder)", "center.port=\(port)"])
    let document = try YAMLDocument.read(path: profile)
    var center: BoardFinding?
    let inspector = BoardInspector(
      board, document: document, patience: .seconds(20), loop: loop)
    await inspector.inspect {
      if $0.entry == "center" { center = $0 }
    }
    await world.close()
    return center
  }

  @Test func `flaws are named, each with its cure`() async throws {
    try await withFolder { folder in
      let world = try await BenchWorld.open(
        BenchConfiguration(
          profile: Self.profile, overrides: ["bench.directory=\(folder)"],
          terminalProgram: "/bin/true", centerPort: 0))
      try await world.perform(.takePaper)
      try await world.perform(.pullSIM)
      let findings = try await inspect(["bench.directory=\(folder)", "center.port=1"])
      await world.close()
      #expect(findings["devices.printer"]?.verdict == .limited)
      #expect(findings["devices.printer"]?.cure == "put a roll in")
      #expect(findings["devices.modem"]?.verdict == .limited)
      #expect(findings["devices.modem"]?.seen.contains("No SIM") == true)
      #expect(findings["center"]?.verdict == .missing)
      #expect(findings["center"]?.seen == "nothing listens there")
    }
  }

  @Test func `without a counter each entry says where it stands and what helps`() async throws {
    try await withFolder { folder in
      let findings = try await inspect(
        ["bench.directory=\(folder)", "center.port=1"], patience: .seconds(1))
      let printer = try #require(findings["devices.printer"])
      #expect(printer.verdict == .missing)
      #expect(printer.place.hasPrefix("board-profiles/bench.yaml:"))
      #expect(printer.cure?.hasPrefix("plug it in") == true)
      #expect(findings["devices.display"]?.cure?.contains("make bench") == true)
      #expect(findings["devices.card-readers.customer"]?.verdict == .missing)
      #expect(findings["control-socket"]?.cure?.contains("mkdir -p \(folder)") == true)
    }
  }
}
