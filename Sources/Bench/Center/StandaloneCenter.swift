import BoardProfile
import MockDevices

/// The test center without a counter around it.
package struct StandaloneCenter: Sendable {
  /// Where it listens.
  package let address: String
  /// `plain` or `TLS`.
  package let protection: String
  /// Each deviation from the rules, when it is found.
  package let violations: AsyncStream<String>
  private let office: CenterOffice

  /// Opens it for the terminal of a profile and the cards of a folder.
  package static func open(
    profile path: String, overrides: [String], cards: String, port: UInt16?
  ) async throws -> StandaloneCenter {
    var profile = try BoardProfile.read(path: path, overrides: overrides)
    if let port { profile.center.port = port }
    let thread = LoopThread()
    let office = try CenterOffice(
      profile, cards: try CardFolder(path: cards).benchCards(), loop: thread.loop)
    thread.start()
    let (violations, continuation) = AsyncStream.makeStream(of: String.self)
    await office.report(to: continuation)
    Task(executorPreference: thread.loop) { await office.serve() }
    return StandaloneCenter(
      address: "127.0.0.1:\(office.port)",
      protection: profile.center.protection == .none ? "plain" : "TLS",
      violations: violations, office: office)
  }

  /// Ends it.
  package func stop() async { await office.stop() }
}

extension CenterOffice {
  /// Sends each new violation to a stream.
  fileprivate func report(to stream: AsyncStream<String>.Continuation) {
    observe(
      isCutOff: { _ in false },
      onChange: { [weak self] in
        self?.assumeIsolated { office in
          for violation in office.takeNewViolations() { stream.yield(violation) }
        }
      })
  }
}
