import Glibc

/// The serial ports of this machine, for `posctl devices list`.
enum SerialPortList {
  /// A port and its names.
  struct Port: Hashable {
    /// Such as `/dev/ttyUSB2`; it may be another one after the next plug.
    let device: String
    /// The name by the socket that it is plugged into: the one for a profile.
    let pathName: String?
    /// The name by maker and serial number.
    let identityName: String?

    /// What to write into a profile.
    var bestName: String { pathName ?? identityName ?? device }
  }

  /// Ports that USB devices bring, and those that have a stable name; UARTs of the board are not
  /// looked for, as every number of theirs exists whether something is wired to it or not.
  static func ports(devices folder: String = "/dev") -> [Port] {
    let byPath = links(in: folder + "/serial/by-path")
    let byIdentity = links(in: folder + "/serial/by-id")
    let plugged = names(in: folder).filter {
      $0.hasPrefix("ttyUSB") || $0.hasPrefix("ttyACM") || $0.hasPrefix("ttyGS")
    }
    let named = (byPath + byIdentity).map(\.target)
    return Set(plugged + named).sorted(by: isBefore).map { name in
      Port(
        device: "\(folder)/\(name)", pathName: byPath.first { $0.target == name }?.link,
        identityName: byIdentity.first { $0.target == name }?.link)
    }
  }

  /// `ttyUSB2` before `ttyUSB10`.
  private static func isBefore(_ left: String, _ right: String) -> Bool {
    (left.utf8.count, left) < (right.utf8.count, right)
  }

  /// Symbolic links of a folder, with the last part of what they lead to.
  private static func links(in folder: String) -> [(link: String, target: String)] {
    names(in: folder).compactMap { name in
      let link = "\(folder)/\(name)"
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = readlink(link, &buffer, buffer.count)
      guard count > 0 else { return nil }
      let target = String(
        decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
      return target.split(separator: "/").last.map { (link, String($0)) }
    }
  }

  /// The names in a folder, in order; none when it is not there.
  private static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }
}
