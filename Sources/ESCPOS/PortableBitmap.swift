/// Reads a picture of the Netpbm kind PBM, plain (P1) or raw (P4): one bit a dot, 1 for black.
///
/// Source: netpbm's description of the PBM format.
package enum PortableBitmap {
  /// Why a file is no picture that can be printed.
  package enum Failure: Error, Hashable, Sendable {
    /// It does not begin with P1 or P4.
    case notABitmap
    /// The size is missing, nothing, or more than the limit.
    case badSize(limit: Int)
    /// It ends before its last dot.
    case truncated
    /// A plain one has something else than 0 and 1; the offset counts bytes of the file.
    case notADot(offset: Int)
  }

  /// The most dots along an edge.
  package static let edgeLimit = 2048

  /// The picture in a file.
  package static func image(_ file: [UInt8]) throws(Failure) -> DotImage {
    guard file.starts(with: [0x50]), let kind = file.dropFirst().first,
      kind == 0x31 || kind == 0x34
    else { throw .notABitmap }
    var offset = 2
    guard let width = number(file, &offset), let height = number(file, &offset),
      (1...edgeLimit).contains(width), (1...edgeLimit).contains(height)
    else { throw .badSize(limit: edgeLimit) }
    return kind == 0x34
      ? try raw(file, from: offset + 1, width: width, height: height)
      : try plain(file, from: offset, width: width, height: height)
  }

  private static func raw(
    _ file: [UInt8], from start: Int, width: Int, height: Int
  ) throws(Failure) -> DotImage {
    var image = DotImage(width: width, height: height)
    guard file.count - start >= image.bytes.count else { throw .truncated }
    for y in 0..<height {
      for x in 0..<width {
        let byte = file[start + y * image.bytesPerRow + x >> 3]
        if byte & (0x80 >> UInt8(x & 7)) != 0 { image[x, y] = true }
      }
    }
    return image
  }

  private static func plain(
    _ file: [UInt8], from start: Int, width: Int, height: Int
  ) throws(Failure) -> DotImage {
    var image = DotImage(width: width, height: height)
    var offset = start
    for place in 0..<width * height {
      skipBlanks(file, &offset)
      guard offset < file.count else { throw .truncated }
      switch file[offset] {
      case 0x30: break
      case 0x31: image[place % width, place / width] = true
      default: throw .notADot(offset: offset)
      }
      offset += 1
    }
    return image
  }

  /// A decimal number behind blanks and comments; nil when there is none or it is absurd.
  private static func number(_ file: [UInt8], _ offset: inout Int) -> Int? {
    skipBlanks(file, &offset)
    var value: Int?
    while offset < file.count, (0x30...0x39).contains(file[offset]) {
      let sum = (value ?? 0) * 10 + Int(file[offset] - 0x30)
      if sum > edgeLimit { return nil }
      value = sum
      offset += 1
    }
    return value
  }

  private static func skipBlanks(_ file: [UInt8], _ offset: inout Int) {
    while offset < file.count {
      if file[offset] == 0x23 {  // a comment, to the line's end
        while offset < file.count, file[offset] != 0x0A { offset += 1 }
      } else if file[offset] == 0x20 || (0x09...0x0D).contains(file[offset]) {
        offset += 1
      } else {
        return
      }
    }
  }
}
