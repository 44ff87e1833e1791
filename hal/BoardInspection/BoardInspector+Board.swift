import BoardProfile
import Glibc
import SystemPackage

// What is not a device: the board itself, its storage, its keys.
extension BoardInspector {
  var boardWanted: String { "\(profile.board.identifier), revision \(profile.board.revision)" }

  /// Compares the profile's `compatible` with what the kernel was told of the board.
  func board() -> Observation {
    let remark =
      profile.board.isTestedOnHardware
      ? "" : "; this profile was never tried on the hardware that it names"
    guard !profile.board.compatible.isEmpty else {
      return .ready("nothing to compare: the profile names no device tree\(remark)")
    }
    guard let tree = SmallFile.read("/proc/device-tree/compatible") else {
      return .limited(
        "the kernel has no device tree here, the profile wants "
          + profile.board.compatible.joined(separator: ", "),
        cure: "run this on the board itself, or choose the profile of this machine")
    }
    let found = tree.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    if found.contains(where: profile.board.compatible.contains) {
      return .ready("the device tree is \(found.joined(separator: ", "))\(remark)")
    }
    return .limited(
      "the device tree is \(found.joined(separator: ", "))",
      cure: "choose the profile of this board, or add the name to board.compatible")
  }

  /// The ledger's folder, or the folder in which it would be made.
  func storage() -> Observation {
    var folder = profile.dataDirectory
    while access(folder, F_OK) != 0, folder != "/", folder != "." {
      folder = FilePath(folder).removingLastComponent().string
      if folder.isEmpty { folder = "." }
    }
    guard access(folder, W_OK | X_OK) == 0 else {
      return .missing(
        "\(folder) can't be written: \(Errno(rawValue: errno))",
        cure: "mount the data partition writable, or give the folder to the user of posd")
    }
    var space = statvfs()
    guard statvfs(folder, &space) == 0 else {
      return .missing("\(folder): \(Errno(rawValue: errno))", cure: "check the file system")
    }
    let free = UInt64(space.f_bavail) * UInt64(space.f_frsize) / 1_000_000
    let seen = "\(folder) has \(free) MB free"
    if free < Self.freeMegabytes {
      return .limited(
        seen, cure: "make room: a full disk stops the terminal; \(Self.freeMegabytes) MB are wanted"
      )
    }
    return .ready(seen)
  }

  /// The ledger's reserve is 4 MB; the rest is for backups and the log.
  private static let freeMegabytes: UInt64 = 64

  func controlSocket() -> Observation {
    let folder = FilePath(profile.controlSocket).removingLastComponent().string
    if access(folder.isEmpty ? "." : folder, W_OK | X_OK) == 0 {
      return .ready("\(folder.isEmpty ? "the working folder" : folder) can be written")
    }
    return .missing(
      "\(folder): \(Errno(rawValue: errno))",
      cure: "make the folder (mkdir -p \(folder)) or name another one: control-socket")
  }

  func security() -> Observation {
    profile.security.keys.areTestKeys
      ? .limited(
        "test keys in the memory of the process",
        cure: "for trading, the board needs a security module of its own behind HAL.SecurityModule")
      : .limited(
        "keys that nothing protects, accepted at somebody's own risk",
        cure: "give the board a security module of its own behind HAL.SecurityModule")
  }
}

/// Files of a few bytes, such as those of `/proc` and `/sys`.
enum SmallFile {
  /// At most 4096 bytes; nil when the file can't be read.
  static func read(_ path: String) -> [UInt8]? {
    guard let file = try? FileDescriptor.open(FilePath(path), .readOnly) else { return nil }
    defer { try? file.close() }
    var bytes = [UInt8](repeating: 0, count: 4096)
    guard let count = try? bytes.withUnsafeMutableBytes({ try file.read(into: $0) }) else {
      return nil
    }
    return Array(bytes.prefix(count))
  }
}
