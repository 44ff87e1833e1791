import Foundation
import HAL
import Testing

@testable import Bench

/// The counter without a browser: what goes wrong with it has words.
@Suite struct BenchWorldTests {
  private func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = "/tmp/bench-world-\(UInt32.random(in: 0...UInt32.max))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }

  private func configuration(
    _ folder: String, program: String = BuiltProducts.terminalProgram
  ) -> BenchConfiguration {
    BenchConfiguration(
      profile: BuiltProducts.profile, overrides: ["bench.directory=\(folder)"],
      terminalProgram: program, centerPort: 0)
  }

  private func problem(_ world: BenchWorld, _ action: BenchAction) async -> String? {
    do throws(BenchProblem) {
      try await world.perform(action)
      return nil
    } catch {
      return error.what
    }
  }

  @Test func `what can't be done is said`() async throws {
    try await withFolder { folder in
      let world = try await BenchWorld.open(configuration(folder))
      let stripe = CardIdentifier("stripe-debit")
      let chip = CardIdentifier("chip-no-cvm")
      #expect(await problem(world, .press([.enter]))?.contains("not on") == true)
      #expect(await problem(world, .cutPower(.now))?.contains("is off") == true)
      #expect(await problem(world, .removeCard)?.contains("no card") == true)
      #expect(await problem(world, .insertCard(stripe))?.contains("no chip") == true)
      #expect(await problem(world, .insertCard(CardIdentifier("gold")))?.contains("gold") == true)
      #expect(await problem(world, .insertCard(chip)) == nil)
      #expect(await problem(world, .insertCard(chip))?.contains("in the slot") == true)
      await world.close()
    }
  }

  @Test func `a second counter in the same folder is kept out, and let in afterwards`() async throws
  {
    try await withFolder { folder in
      let world = try await BenchWorld.open(configuration(folder))
      await #expect(throws: BenchProblem.self) {
        _ = try await BenchWorld.open(configuration(folder))
      }
      await world.close()
    }
  }

  @Test func `a terminal that is no program is named before anything starts`() async throws {
    try await withFolder { folder in
      await #expect(throws: BenchProblem.self) {
        _ = try await BenchWorld.open(configuration(folder, program: "/nonexistent/posd"))
      }
    }
  }

  @Test func `a terminal that ends by itself leaves its last words`() async throws {
    try await withFolder { folder in
      let program = folder + "-program"
      try "#!/bin/sh\necho '{\"event\":\"gone\"}' >&2\nexit 3\n"
        .write(toFile: program, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: program)
      defer { try? FileManager.default.removeItem(atPath: program) }
      let world = try await BenchWorld.open(configuration(folder, program: program))
      try await world.perform(.powerOn)
      for _ in 0..<500 {
        if await world.lastProblem != nil { break }
        await world.pause(.milliseconds(10))
      }
      let words = try #require(await world.lastProblem)
      #expect(words.contains("status 3") && words.contains("gone"))
      #expect(await !world.isPowered)
      let log = try String(contentsOfFile: folder + "/posd.log", encoding: .utf8)
      #expect(log == "{\"event\":\"gone\"}\n")
      await world.close()
    }
  }

  @Test func `a failed expectation names file, line, what was expected and what was seen`()
    async throws
  {
    let text =
      "name: x\nsteps:\n  - power-on\n  - expect-screen: idle\n"
      + "  - {expect-screen: nowhere, within: 1}\n  - wait: 1\n"
    let scenario = try ScenarioReader(cards: []).parse(Array(text.utf8), file: "a.yaml")
    let runner = ScenarioRunner(
      terminalProgram: BuiltProducts.terminalProgram, profile: BuiltProducts.profile,
      overrides: [])
    try await withFolder { folder in
      let report = try await runner.run(scenario, evidence: folder) { _ in }
      #expect(!report.isSuccessful)
      #expect(report.steps.count == 3)
      let failure = try #require(report.failureText)
      #expect(failure.hasPrefix("a.yaml:5: expect-screen: nowhere\n  expected: screen nowhere"))
      #expect(failure.contains("seen:     idle “"))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(
        names == [
          "center-ledger.json", "screens.txt", "slips", "steps.txt", "terminal-ledger.json",
          "trace.jsonl", "violations.txt",
        ])
      let steps = try String(contentsOfFile: folder + "/steps.txt", encoding: .utf8)
      #expect(steps.contains("FAILED") && steps.contains(failure))
    }
  }
}
