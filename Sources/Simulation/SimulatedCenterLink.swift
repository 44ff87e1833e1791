import CenterProtocol
import HAL
import PaymentTypes
import TestCenter

/// The way to the test center under virtual time; bytes on it survive the terminal's power.
final class SimulatedCenterLink: CenterLink {
  private static let latency = Duration.milliseconds(40)

  private let world: SimulatedWorld
  private var connection: CenterConnection?
  private var generation = 0
  private var inbox: Mailbox<Arrival>
  private(set) var security: CenterLinkSecurity?

  private enum Arrival: Sendable {
    case bytes([UInt8])
    case closed
  }

  init(world: SimulatedWorld) {
    self.world = world
    inbox = Mailbox(clock: world.loop)
  }

  func open(timeout: Duration) async throws(CenterLinkError) {
    if security != nil { return }
    guard await world.passPoint(after: Self.latency) else { throw .unreachable(code: 101) }
    if world.isNetworkTorn || world.isCenterDown { throw .refused }
    generation += 1
    inbox = Mailbox(clock: world.loop)
    connection = CenterConnection(to: world.center)
    security = .plain
  }

  func send(_ bytes: [UInt8], timeout: Duration) async throws(CenterLinkError) {
    guard security != nil else { throw .closedByPeer }
    guard await world.passPoint(after: .zero) else { throw .closedByPeer }
    let generation = generation
    world.loop.setTimer(after: Self.latency) { [self] in
      guard generation == self.generation, !world.isNetworkTorn else { return }
      arrive(bytes, generation)
    }
  }

  func receive(timeout: Duration) async throws(CenterLinkError) -> [UInt8] {
    guard security != nil else { throw .closedByPeer }
    let arrival = await inbox.next(timeout: timeout)
    guard world.passPoint() else { throw .closedByPeer }
    switch arrival {
    case .bytes(let bytes): return bytes
    case .closed:
      close()
      throw .closedByPeer
    case nil: throw .timedOut
    }
  }

  func close() { security = nil }

  private func arrive(_ bytes: [UInt8], _ generation: Int) {
    guard var connection else { return }
    let actions = connection.receive(bytes, now: world.centerTime)
    self.connection = connection
    perform(actions, generation)
  }

  private func perform(_ actions: [CenterAction], _ generation: Int) {
    for action in actions {
      switch action {
      case .send(let bytes, let delay): deliver(.bytes(bytes), after: delay, generation)
      case .sendPart(let bytes, let count, let delay):
        deliver(.bytes(Array(bytes.prefix(count))), after: delay, generation)
      case .hold(let request, let delay):
        world.loop.setTimer(after: delay) { [self] in
          perform(world.center.receive(held: request, now: world.centerTime), generation)
        }
      case .close, .reset: deliver(.closed, after: .zero, generation)
      }
    }
  }

  private func deliver(_ arrival: Arrival, after delay: Duration, _ generation: Int) {
    world.loop.setTimer(after: delay + Self.latency) { [self] in
      guard generation == self.generation, security != nil, !world.isNetworkTorn else { return }
      inbox.post(arrival)
    }
  }
}
