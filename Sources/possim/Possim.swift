import ArgumentParser
import BoardProfile
import EMVKernel
import Firmware
import JSONText
import MockDevices
import ProgramExit
import Simulation
import TerminalFlows
import YAMLDocument

/// The simulator: the firmware that ships, on a simulated loop, disk and center.
@main
struct Possim: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "possim",
    abstract: "Live through a day of sales in a simulated world, and compare the books.",
    discussion: """
      The shipped flows run under virtual time on a simulated disk, against the test center. After \
      each life the terminal's ledger, the center's books and a model are compared to the fen. The \
      same options give the same digest on every machine.

      Exit status: 0 all books agree, 1 they do not, 2 the options make no sense.
      """,
    version: "0.1.0")

  @Option(help: "What chance is made from.")
  var seed: UInt64 = 1

  @Option(help: "How many sales the cashier tries.")
  var sales = 10

  @Option(help: "Cut the power at this I/O point, then start again and go on.")
  var cutAt: UInt64?

  @Flag(help: "Cut the power at every I/O point, one run each, until a run is not cut.")
  var explore = false

  @Flag(help: "Nothing misbehaves: no faults of center, cards and network.")
  var calm = false

  @Option(help: "The acquirer's file, which says what chip cards are told and which it takes.")
  var acquirer = "board-profiles/acquirers/test-center.yaml"

  @Option(help: "The folder with the test cards.")
  var cards = "Tests/Cards"

  @Flag(help: "Print what the terminal traces, one JSON object a line, card numbers masked.")
  var trace = false

  @Flag(help: "One JSON object instead of text.")
  var json = false

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      endProgram(with: error)
    }
  }

  func validate() throws {
    guard sales >= 0, sales <= 1_000_000 else {
      throw ValidationError("--sales takes a number from 0 to 1,000,000")
    }
    guard !(explore && cutAt != nil) else {
      throw ValidationError("--explore cuts everywhere by itself: leave --cut-at out")
    }
  }

  func run() throws {
    let world: World
    do throws(YAMLError) {
      world = World(
        cards: try CardFolder(path: cards).benchCards(),
        kernel: try AcquirerSettings.read(path: acquirer).chip.configuration(
          terminal: nil, merchant: nil, deviceSerialNumber: ""))
    } catch {
      throw ValidationError("\(error)")
    }
    let findings = explore ? exploreAll(world) : runOnce(world)
    if findings > 0 { throw ExitCode(1) }
  }

  /// What a run is made with.
  private struct World {
    let cards: [CardPersonality]
    let kernel: KernelConfiguration
  }

  private func simulation(
    _ world: World, cutAt: UInt64?
  ) -> Simulation {
    var simulation = Simulation(
      seed: seed, saleCount: sales, cards: world.cards, kernel: world.kernel, cutAt: cutAt)
    simulation.withFaults = !calm
    if trace {
      simulation.onTrace = { uptime, event in
        let members: [JSONValue.Member] = [
          .init("uptime", .number(Int(uptime / .milliseconds(1)))),
          .init("event", .string(event.name)),
        ]
        print(JSONValue.object(members + event.members).text)
      }
    }
    return simulation
  }

  private func runOnce(_ world: World) -> Int {
    do throws(Simulation.Failure) {
      let outcome = try simulation(world, cutAt: cutAt).run()
      report(outcome)
      return outcome.check.findings.count
    } catch {
      print("seed \(seed): \(error)")
      return 1
    }
  }

  private func exploreAll(_ world: World) -> Int {
    var runs = 0
    var findings = 0
    for point in UInt64(1)... {
      do throws(Simulation.Failure) {
        let outcome = try simulation(world, cutAt: point).run()
        runs += 1
        for finding in outcome.check.findings {
          findings += 1
          print("seed \(seed), cut at \(point): \(finding)")
        }
        if !outcome.wasCut { break }
      } catch {
        findings += 1
        print("seed \(seed), cut at \(point): \(error)")
        if runs + findings > 1_000_000 { break }
      }
    }
    print("seed \(seed), \(sales) sales: the power cut at \(runs - 1) points, \(findings) findings")
    return findings
  }

  private func report(_ outcome: Simulation.Outcome) {
    let digest = String(outcome.digest, radix: 16)
    if json {
      let value: JSONValue = [
        "seed": .number(Int(seed)), "sales": .number(sales),
        "cutAt": cutAt.map { .number(Int($0)) } ?? .null,
        "ioPoints": .number(Int(outcome.ioPoints)),
        "lives": .number(outcome.lives), "approved": .number(outcome.check.approvedCount),
        "reversed": .number(outcome.check.reversedCount),
        "virtualSeconds": .number(Int(outcome.virtualTime.components.seconds)),
        "digest": .string(digest),
        "findings": .array(outcome.check.findings.map { .string($0) }),
      ]
      print(value.text)
      return
    }
    for finding in outcome.check.findings { print("FINDING \(finding)") }
    print(
      """
      seed \(seed), \(sales) sales: \(outcome.check.approvedCount) approved, \
      \(outcome.check.reversedCount) reversed, \(outcome.lives) lives, \
      \(outcome.ioPoints) I/O points, \(outcome.virtualTime.components.seconds) s virtual, \
      \(outcome.check.findings.count) findings, digest \(digest)
      """)
  }
}
