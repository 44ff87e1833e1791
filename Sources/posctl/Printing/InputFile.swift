import SystemPackage

/// A file that somebody names on the command line; `-` is standard input.
enum InputFile {
  /// All of it, or a complaint when it can't be read or is longer than `limit`.
  static func bytes(of path: String, limit: Int) throws(Complaint) -> [UInt8] {
    do {
      let file =
        path == "-" ? FileDescriptor.standardInput : try FileDescriptor.open(path, .readOnly)
      defer { if path != "-" { try? file.close() } }
      var bytes: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 65_536)
      while bytes.count <= limit {
        let count = try chunk.withUnsafeMutableBytes { try file.read(into: $0) }
        if count == 0 { return bytes }
        bytes += chunk.prefix(count)
      }
    } catch {
      throw Complaint("\(path) can't be read: \((error as? Errno).map { "\($0)" } ?? "\(error)")")
    }
    throw Complaint("\(path) has more than \(limit >> 20) MiB, which nobody prints")
  }

  /// Writes a file; what stood there is replaced.
  static func write(_ bytes: [UInt8], to path: String) throws(Complaint) {
    do {
      let file = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .truncate],
        permissions: [
          .ownerReadWrite, .groupRead, .otherRead,
        ])
      defer { try? file.close() }
      _ = try file.writeAll(bytes)
    } catch {
      throw Complaint(
        "\(path) can't be written: \((error as? Errno).map { "\($0)" } ?? "\(error)")")
    }
  }
}
