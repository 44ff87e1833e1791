import BenchSocket
import EventLoop
import Foundation
import HAL
import SystemPackage

/// The bench's end of the device socket: what the terminal's drivers connect to.
///
/// One terminal at a time; a new connection takes the place of the old one.
final class PanelPort {
  private static let outputLimit = 1 << 18

  private let path: String
  private let loop: EventLoop
  private var listener: FileDescriptor?
  private var peer: FileDescriptor?
  private var stream = BenchMessageStream()
  private var output: [UInt8] = []
  private var isWaitingToSend = false
  /// Hears that a terminal has connected: tell it what is there.
  var onConnect: (() -> Void)?
  /// Hears each message of the terminal.
  var onMessage: ((BenchMessage) -> Void)?

  /// Listens at `path`, in a folder that nobody else uses: what stood there is a leftover.
  init(path: String, loop: EventLoop) throws(BenchProblem) {
    self.path = path
    self.loop = loop
    unlink(path)
    let listener: FileDescriptor
    do throws(Errno) {
      listener = try UnixStream.listen(path: path)
    } catch {
      throw BenchProblem("the socket \(path) can't be opened", cure: "\(error)")
    }
    self.listener = listener
    loop.watch(listener, for: .readable) { [weak self] in self?.accept() }
  }

  deinit { close() }

  /// Whether a terminal is connected.
  var isConnected: Bool { peer != nil }

  /// Sends a message; without a terminal it goes nowhere.
  func send(_ message: BenchMessage) {
    guard peer != nil else { return }
    output += message.encoded
    if output.count > Self.outputLimit { return hangUp() }
    if !isWaitingToSend { flush() }
  }

  /// Ends the connection.
  func hangUp() {
    guard let peer = peer.take() else { return }
    loop.unwatch(peer, for: .readable)
    loop.unwatch(peer, for: .writable)
    try? peer.close()
    stream = BenchMessageStream()
    output = []
    isWaitingToSend = false
  }

  /// Ends the connection and listens no more.
  func close() {
    hangUp()
    guard let listener = listener.take() else { return }
    loop.unwatch(listener, for: .readable)
    try? listener.close()
    unlink(path)
  }

  private func accept() {
    guard let listener, let accepted = try? UnixStream.accept(on: listener) else { return }
    hangUp()
    peer = accepted
    loop.watch(accepted, for: .readable) { [weak self] in self?.receive() }
    onConnect?()
  }

  private func receive() {
    guard let peer else { return }
    do {
      guard let bytes = try UnixStream.receive(on: peer) else { return }
      if bytes.isEmpty { return hangUp() }
      stream.append(bytes)
      while self.peer != nil, let message = try stream.next() { onMessage?(message) }
    } catch {
      hangUp()  // the terminal was killed, or is no terminal
    }
  }

  private func flush() {
    guard let peer else { return }
    do throws(Errno) {
      output.removeFirst(try UnixStream.send(output[...], on: peer))
    } catch {
      return hangUp()
    }
    if output.isEmpty != isWaitingToSend { return }
    isWaitingToSend = !output.isEmpty
    if isWaitingToSend {
      loop.watch(peer, for: .writable) { [weak self] in self?.flush() }
    } else {
      loop.unwatch(peer, for: .writable)
    }
  }
}
