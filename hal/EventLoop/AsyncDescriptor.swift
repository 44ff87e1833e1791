import Glibc
import HAL
package import SystemPackage

/// A non-blocking descriptor whose reads and writes wait on the loop, each for a limited time.
///
/// One reader and one writer at a time. `close` ends both with `.badFileDescriptor`.
package final class AsyncDescriptor {
  let loop: EventLoop
  /// nil when closed.
  private(set) var owner: DescriptorOwner?
  private var descriptor: FileDescriptor? { owner?.descriptor }
  private let isSocket: Bool
  private var endRead: ((Bool) -> Void)?
  private var endWrite: ((Bool) -> Void)?

  /// Takes a descriptor over: it is made non-blocking, and closed by `close` or the end of this
  /// object.
  package convenience init(_ descriptor: FileDescriptor, loop: EventLoop) {
    self.init(DescriptorOwner(descriptor), loop: loop)
  }

  init(_ owner: DescriptorOwner, loop: EventLoop) {
    self.owner = owner
    self.loop = loop
    let descriptor = owner.descriptor
    let flags = fcntl(descriptor.rawValue, F_GETFL, 0)
    _ = fcntl(descriptor.rawValue, F_SETFL, flags | O_NONBLOCK)
    var status = stat()
    isSocket = fstat(descriptor.rawValue, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
  }

  deinit { close() }

  /// The descriptor, for calls that this class does not have; nil when closed.
  package var rawValue: Int32? { descriptor?.rawValue }

  /// Reads what there is: at least one byte, at most `limit`, none at the end of the stream.
  package func read(limit: Int = 4096, timeout: Duration?) async throws(Errno) -> [UInt8] {
    while true {
      guard let descriptor else { throw .badFileDescriptor }
      do {
        return try Self.read(descriptor, limit: limit)
      } catch .wouldBlock {
        try await waitUntil(.readable, timeout: timeout)
      } catch .interrupted {
        continue
      }
    }
  }

  /// Writes all bytes; the time-out is for each wait, not for the whole.
  package func write(_ bytes: [UInt8], timeout: Duration?) async throws(Errno) {
    var rest = bytes[...]
    while !rest.isEmpty {
      rest = rest.dropFirst(try await writeSome(rest, timeout: timeout))
    }
  }

  /// Writes as many bytes as there is room for, at least one, and returns their number.
  package func writeSome(
    _ bytes: ArraySlice<UInt8>, timeout: Duration?
  ) async throws(Errno) -> Int {
    while true {
      do {
        return try writeNow(bytes)
      } catch .wouldBlock {
        try await waitUntil(.writable, timeout: timeout)
      } catch .interrupted {
        continue
      }
    }
  }

  /// Reads without waiting; throws `.wouldBlock` when there is nothing.
  package func readNow(limit: Int = 4096) throws(Errno) -> [UInt8] {
    guard let descriptor else { throw .badFileDescriptor }
    return try Self.read(descriptor, limit: limit)
  }

  /// Writes without waiting; throws `.wouldBlock` when there is no room.
  package func writeNow(_ bytes: ArraySlice<UInt8>) throws(Errno) -> Int {
    guard let descriptor else { throw .badFileDescriptor }
    // A peer that has gone is an error code, not a signal. Pipes and lines know no such flag: with
    // them the process has to ignore SIGPIPE.
    let result = bytes.withUnsafeBytes {
      isSocket
        ? Glibc.send(descriptor.rawValue, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        : Glibc.write(descriptor.rawValue, $0.baseAddress, $0.count)
    }
    if result < 0 { throw Errno(rawValue: errno) }
    return result
  }

  /// Waits until the descriptor is ready; throws `.timedOut` when it is not in time.
  package func waitUntil(
    _ readiness: EventLoop.Readiness, timeout: Duration?
  ) async throws(Errno) {
    guard let descriptor else { throw .badFileDescriptor }
    let isReady = await withUnsafeContinuation { (continuation: UnsafeContinuation<Bool, Never>) in
      var timer: TimerIdentifier?
      let end = { [self] (isReady: Bool) in
        loop.unwatch(descriptor, for: readiness)
        if let timer { loop.cancelTimer(timer) }
        setEnd(nil, of: readiness)
        continuation.resume(returning: isReady)
      }
      setEnd(end, of: readiness)
      loop.watch(descriptor, for: readiness) { end(true) }
      if let timeout { timer = loop.setTimer(after: timeout) { end(false) } }
    }
    if self.descriptor == nil { throw .badFileDescriptor }
    if !isReady { throw .timedOut }
  }

  /// Closes and wakes who waits; a call under way on a thread keeps the file until its end.
  package func close() {
    guard owner.take() != nil else { return }
    endRead?(false)
    endWrite?(false)
  }

  private func setEnd(_ end: ((Bool) -> Void)?, of readiness: EventLoop.Readiness) {
    switch readiness {
    case .readable: endRead = end
    case .writable: endWrite = end
    }
  }

  private static func read(
    _ descriptor: FileDescriptor, limit: Int
  ) throws(Errno) -> [UInt8] {
    var failure: Errno?
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      let result = Glibc.read(descriptor.rawValue, buffer.baseAddress, limit)
      count = max(0, result)
      if result < 0 { failure = Errno(rawValue: errno) }
    }
    if let failure { throw failure }
    return bytes
  }
}
