import BenchSocket
import EventLoop
import Foundation
import HAL
import HALConformance
import MockDevices
import SystemPackage

/// The bench's driver, over a socket on which this rig plays the bench.
final class BenchMagstripeRig: MagstripeReaderRig {
  let clock: any DeviceClock
  let encrypts = false
  private let loop: EventLoop
  private let path: String
  private let driver: BenchMagstripeReader
  private let connection: BenchConnection
  private var listener: FileDescriptor?
  private var peer: FileDescriptor?

  init(loop: EventLoop) throws {
    self.loop = loop
    clock = loop
    let folder = FileManager.default.temporaryDirectory
    path = folder.appending(path: "bench-\(UUID().uuidString.prefix(8)).sock").path()
    connection = BenchConnection(path: path, loop: loop)
    driver = BenchMagstripeReader(name: DeviceName("swipe"), connection: connection)
    try plug()
    connection.start()
  }

  deinit {
    try? unplug()
    connection.stop()
  }

  var reader: any MagstripeReader { driver }

  func draw(_ stripe: ConformanceStripe) throws {
    // The driver is connected before the loop has looked at the listener.
    if peer == nil { peer = try listener.flatMap { try UnixStream.accept(on: $0) } }
    guard let peer else { throw HandsMissing("the driver is not connected") }
    let bytes = BenchMessage.cardSwiped(stripe.personality.swipe).encoded
    _ = try UnixStream.send(bytes[...], on: peer)
  }

  func unplug() throws {
    if let listener = listener.take() {
      loop.unwatch(listener, for: .readable)
      try listener.close()
    }
    try peer.take()?.close()
    try? FileManager.default.removeItem(atPath: path)
  }

  func plug() throws {
    let listener = try UnixStream.listen(path: path)
    self.listener = listener
    loop.watch(listener, for: .readable) { [weak self] in
      if let peer = try? UnixStream.accept(on: listener) { self?.peer = peer }
    }
  }
}
