import CLinux
import Glibc
import SystemPackage

/// What a framebuffer is like, as its driver says.
package struct FramebufferShape: Hashable, Sendable {
  /// The longest edge that is believed.
  private static let edgeLimit: UInt32 = 8192
  private static let lineLimit: UInt32 = 1 << 16

  /// What the driver calls it.
  package let identifier: String
  /// Pixels across, before any rotation.
  package let width: Int
  /// Pixels down.
  package let height: Int
  /// Bits a pixel.
  package let bitsPerPixel: Int
  let lineLength: Int
  /// Where the first pixel that is seen begins.
  let start: Int
  let memoryLength: Int
  let format: PixelFormat

  /// Why a framebuffer can't be used.
  package enum Failure: Error, Hashable, Sendable {
    /// It can't be opened or asked; the code is errno.
    case unavailable(code: Int32)
    /// Its pixels are of a kind that nothing is drawn for: palettes, planes, odd depths.
    case unsupported(bitsPerPixel: Int)
  }

  /// Opens the node, asks and closes it.
  package static func look(path: String) throws(Failure) -> FramebufferShape {
    let raw = open(path, O_RDWR | O_CLOEXEC)
    guard raw >= 0 else { throw .unavailable(code: errno) }
    defer { close(raw) }
    return try FramebufferShape(FileDescriptor(rawValue: raw))
  }

  init(_ descriptor: FileDescriptor) throws(Failure) {
    var shape = framebuffer_shape()
    guard framebuffer_query(descriptor.rawValue, &shape) == 0 else {
      throw .unavailable(code: errno)
    }
    let failure = Failure.unsupported(bitsPerPixel: Int(clamping: shape.bits_per_pixel))
    guard shape.is_packed != 0, let format = PixelFormat(shape),
      (1...Self.edgeLimit).contains(shape.width), (1...Self.edgeLimit).contains(shape.height),
      shape.x_offset <= Self.edgeLimit, shape.y_offset <= Self.edgeLimit,
      shape.line_length <= Self.lineLimit, shape.x_offset % 8 == 0
    else { throw failure }
    self.format = format
    identifier = withUnsafeBytes(of: shape.identifier) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    width = Int(shape.width)
    height = Int(shape.height)
    bitsPerPixel = Int(shape.bits_per_pixel)
    lineLength = Int(shape.line_length)
    memoryLength = Int(clamping: shape.memory_length)
    let offset = format.byteCount(pixels: Int(shape.x_offset))
    start = Int(shape.y_offset) * lineLength + offset
    guard offset + format.byteCount(pixels: width) <= lineLength,
      start + (height - 1) * lineLength + format.byteCount(pixels: width) <= memoryLength
    else { throw failure }
  }
}

extension PixelFormat {
  fileprivate init?(_ shape: framebuffer_shape) {
    switch shape.bits_per_pixel {
    case 1:
      self = .mono(
        darkIsOne: shape.black_is_one != 0, leftmostIsLowest: shape.leftmost_is_lowest != 0)
    case 16, 24, 32:
      guard let red = Channel(shape.red), let green = Channel(shape.green),
        let blue = Channel(shape.blue)
      else { return nil }
      self = .colour(
        byteCount: Int(shape.bits_per_pixel) / 8, red: red, green: green, blue: blue)
    default: return nil
    }
  }
}

extension PixelFormat.Channel {
  fileprivate init?(_ channel: framebuffer_channel) {
    guard (1...8).contains(channel.length), channel.offset <= 32 - channel.length else {
      return nil
    }
    self.init(offset: Int(channel.offset), length: Int(channel.length))
  }
}
