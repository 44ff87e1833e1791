import ArgumentParser
import Bench
import Foundation

/// Starts the counter and its front panel.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Start the counter and its front panel (the default).")

  @OptionGroup var options: BenchOptions

  @OptionGroup var cardReader: ReaderOptions

  @Option(help: "The port of the front panel.")
  var port: UInt16 = 8583

  @Flag(help: "Leave the terminal off until somebody powers it on.")
  var off = false

  func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    do {
      let world = try await BenchWorld.open(
        BenchConfiguration(
          profile: options.profile, overrides: options.overrides,
          terminalProgram: options.terminalProgram, cards: options.cards,
          usesPCSC: cardReader.pcsc))
      let stop = StopSignals()
      let server = FrontPanelServer(world: world, port: port)
      let address = server.address
      let serving = Task {
        try await server.run {
          say("联机虚拟柜台 The virtual counter is open: \(address)")
          say("Ctrl-C ends it. The center listens on \(world.centerAddress).")
        }
      }
      if !off { try await world.perform(.powerOn) }
      let stopping = Task {
        await stop.wait()
        serving.cancel()
      }
      let result = await serving.result
      stopping.cancel()
      await world.close()
      if case .failure(let error) = result, !(error is CancellationError) { throw error }
    } catch {
      throw fail(error)
    }
  }
}
