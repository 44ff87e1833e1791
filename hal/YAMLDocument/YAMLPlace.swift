/// Where a piece of a document came from, so that an error can point at it.
package struct YAMLPlace: Hashable, Sendable {
  /// A file, or an option that replaced a part of it.
  package enum Origin: Hashable, Sendable {
    /// A line of a file, both counted from 1.
    case file(String, line: Int, column: Int)
    /// An option of the command line, such as `--set center.port=9583`.
    case option(String)
  }

  /// The file or option.
  package var origin: Origin
  /// The way from the root, such as `devices.printer.columns` or `steps[3].press`; empty there.
  package var keyPath: String

  /// Puts a place together.
  package init(origin: Origin, keyPath: String = "") {
    self.origin = origin
    self.keyPath = keyPath
  }

  /// The place of a member of the mapping here.
  func member(_ key: String) -> String { keyPath.isEmpty ? key : "\(keyPath).\(key)" }
  /// The place of an element of the sequence here.
  func element(_ index: Int) -> String { "\(keyPath)[\(index)]" }
}

extension YAMLPlace: CustomStringConvertible {
  /// `bench.yaml:12: devices.printer.columns`, as compilers write it.
  package var description: String {
    let start =
      switch origin {
      case .file(let path, let line, _): line > 0 ? "\(path):\(line)" : path
      case .option(let text): text
      }
    return keyPath.isEmpty ? start : "\(start): \(keyPath)"
  }
}
