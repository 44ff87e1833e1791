import EventLoop
import Glibc
import SystemPackage
import Testing

@Suite struct AsyncDescriptorTests {
  @Test func `writing to a socket whose other end is closed is an error, and no signal`() throws {
    let (near, far) = try socketPair()
    let loop = EventLoop()
    let descriptor = AsyncDescriptor(near, loop: loop)
    try far.close()
    #expect(throws: Errno.brokenPipe) { try descriptor.writeNow([1]) }
  }

  @Test func `what does not wait says that it would`() throws {
    let (near, far) = try socketPair()
    let loop = EventLoop()
    let descriptor = AsyncDescriptor(near, loop: loop)
    #expect(throws: Errno.wouldBlock) { try descriptor.readNow() }
    #expect(try descriptor.writeNow([1, 2]) == 2)
    #expect(try far.writeAll([3, 4, 5]) == 3)
    #expect(try descriptor.readNow(limit: 2) == [3, 4])
    #expect(try descriptor.readNow() == [5])
    descriptor.close()
    #expect(throws: Errno.badFileDescriptor) { try descriptor.readNow() }
    #expect(throws: Errno.badFileDescriptor) { try descriptor.writeNow([1]) }
    try far.close()
  }

  @Test func `some of a long message is written, and the rest when there is room`() throws {
    let (near, far) = try socketPair()
    nonisolated(unsafe) var written: (some: Int, read: Int) = (0, 0)  // the loop's thread only
    let loop = EventLoop()
    Task(executorPreference: loop) {
      let writer = AsyncDescriptor(near, loop: loop)
      let reader = AsyncDescriptor(far, loop: loop)
      let message = [UInt8](repeating: 9, count: 4 << 20)
      do throws(Errno) {
        written.some = try await writer.writeSome(message[...], timeout: .seconds(20))
        let rest = Array(message.dropFirst(written.some))
        let writing = Task(executorPreference: loop) { [box = Box(writer)] in
          try? await box.value.write(rest, timeout: .seconds(20))
        }
        while written.read < message.count {
          written.read += try await reader.read(limit: 1 << 16, timeout: .seconds(20)).count
        }
        await writing.value
      } catch {
        Issue.record(error)
      }
      loop.stop()
    }
    loop.run()
    #expect((1..<4 << 20).contains(written.some))
    #expect(written.read == 4 << 20)
  }

  /// Carries an object into another task of the same loop.
  // Unchecked: both tasks run on the one loop.
  private struct Box<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
  }

  private func socketPair() throws -> (FileDescriptor, FileDescriptor) {
    var ends: [Int32] = [-1, -1]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    return (FileDescriptor(rawValue: ends[0]), FileDescriptor(rawValue: ends[1]))
  }
}
