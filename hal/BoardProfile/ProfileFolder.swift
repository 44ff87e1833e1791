import YAMLDocument

/// The folder of a profile, from which the names of other profile files start.
struct ProfileFolder {
  private let path: String

  /// The folder of the file at `path`.
  init(ofFile path: String) {
    self.path = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// The path of a file that a profile names.
  func path(of name: String) -> String { name.hasPrefix("/") ? name : path + name }
}

extension YAMLNode {
  /// The longest path of a Unix socket: 108 bytes with the zero at its end (unix(7)).
  private static let socketPathLimit = 107

  /// The path of a Unix socket.
  func socketPath() throws(YAMLError) -> String {
    let path = try text("the path of a Unix socket")
    guard path.utf8.count <= Self.socketPathLimit else {
      throw error(expected: "a path of at most \(Self.socketPathLimit) bytes")
    }
    return path
  }

  /// A text of decimal digits.
  func digits(_ counts: ClosedRange<Int>) throws(YAMLError) -> String {
    let count =
      counts.lowerBound == counts.upperBound
      ? "\(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
    let expected = "\(count) digits"
    let text = try text(expected)
    guard counts.contains(text.utf8.count),
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { throw error(expected: expected) }
    return text
  }
}
