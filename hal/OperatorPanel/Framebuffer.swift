import CLinux
import Glibc
import SystemPackage

/// An open framebuffer.
///
/// Rows are written with `pwrite`: a panel that was unplugged answers that with an error, where its
/// mapped memory would end the process by a signal. A driver whose memory can only be mapped is
/// served by a map.
final class Framebuffer {
  let shape: FramebufferShape
  private let descriptor: FileDescriptor
  private var map: UnsafeMutableRawPointer?

  init(path: String) throws(FramebufferShape.Failure) {
    let raw = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK)
    guard raw >= 0 else { throw .unavailable(code: errno) }
    descriptor = FileDescriptor(rawValue: raw)
    do throws(FramebufferShape.Failure) {
      shape = try FramebufferShape(descriptor)
    } catch {
      try? descriptor.close()
      throw error
    }
    // Not every driver can blank, and one that can't needs no waking.
    _ = framebuffer_unblank(raw)
  }

  deinit {
    if let map { munmap(map, shape.memoryLength) }
    try? descriptor.close()
  }

  /// Writes the bytes of rows, whole or the left part of a single one, from row `y` on.
  func write(_ bytes: [UInt8], row y: Int) throws(Errno) {
    let offset = shape.start + y * shape.lineLength
    guard offset >= 0, offset + bytes.count <= shape.memoryLength else { throw .invalidArgument }
    if let map {
      UnsafeMutableRawBufferPointer(start: map + offset, count: bytes.count).copyBytes(from: bytes)
      return
    }
    let count = bytes.withUnsafeBytes {
      pwrite(descriptor.rawValue, $0.baseAddress, $0.count, off_t(offset))
    }
    if count == bytes.count { return }
    throw count < 0 ? Errno(rawValue: errno) : .ioError
  }

  /// Goes over to a map of the memory.
  func mapMemory() throws(Errno) {
    guard map == nil else { throw .ioError }
    let result = mmap(
      nil, shape.memoryLength, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor.rawValue, 0)
    guard result != MAP_FAILED, let result else { throw Errno(rawValue: errno) }
    map = result
  }
}
