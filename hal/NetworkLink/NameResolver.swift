import EventLoop
import Glibc
import HAL
import SystemPackage

/// Finds the addresses of one host without ever blocking the loop.
///
/// A lookup that outlives its time-out goes on, and the next `resolve` waits for it again: however
/// often the firmware tries, a silent name server holds up one thread, not many.
final class NameResolver {
  /// What the system's resolver says of a name.
  typealias Outcome = Result<[SocketAddress], LookupFailure>

  private let host: String
  private let port: UInt16
  private let loop: EventLoop
  private let lookUp: @Sendable (String, UInt16) -> Outcome
  private var underWay: BlockingCall<Outcome>?

  /// `lookUp` is the call that blocks: the system's resolver, unless a test names another.
  init(
    host: String, port: UInt16, loop: EventLoop,
    lookUp: @escaping @Sendable (String, UInt16) -> Outcome = {
      SocketAddress.lookUp($0, port: $1)
    }
  ) {
    self.host = host
    self.port = port
    self.loop = loop
    self.lookUp = lookUp
  }

  /// The addresses, at least one, best first.
  ///
  /// A name server that does not answer in time is `.nameNotResolved` too: it is the name that
  /// fails, and not the center.
  func resolve(timeout: Duration?) async throws(CenterLinkError) -> [SocketAddress] {
    if let address = SocketAddress(numeric: host, port: port) { return [address] }
    let call = try started()
    guard let outcome = await call.value(timeout: timeout) else { throw .nameNotResolved }
    underWay = nil
    switch outcome {
    case .success(let addresses) where !addresses.isEmpty: return addresses
    case .success: throw .nameNotResolved
    case .failure(let failure) where failure.code == EAI_SYSTEM:
      throw .system(code: failure.errno)
    case .failure(let failure) where failure.code == EAI_MEMORY: throw .system(code: ENOMEM)
    case .failure: throw .nameNotResolved
    }
  }

  /// Ends the wait under way.
  func cancelWait() { underWay?.cancelWait() }

  private func started() throws(CenterLinkError) -> BlockingCall<Outcome> {
    if let underWay { return underWay }
    do throws(Errno) {
      let call = try BlockingCall(loop: loop) { [host, port, lookUp] in lookUp(host, port) }
      underWay = call
      return call
    } catch {
      throw CenterLinkError(error)
    }
  }
}
