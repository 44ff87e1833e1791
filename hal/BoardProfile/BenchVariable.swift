import YAMLDocument

/// The one variable of a profile: `${bench}` stands for the value of `bench.directory`.
enum BenchVariable {
  private static let marker = Array("${".utf8)
  private static let reference = "${bench}"

  /// The same document with the variable replaced; another variable is an error.
  static func expand(in root: YAMLNode) throws(YAMLError) -> YAMLNode {
    let directory = try directory(of: root)
    return try root.mappingScalars { text, place throws(YAMLError) in
      guard hasMarker(text) else { return text }
      let parts = split(text)
      guard !parts.contains(where: hasMarker) else {
        throw YAMLError(place: place, expected: "no variable but \(reference)", found: text)
      }
      guard let directory else {
        throw YAMLError(
          place: place, expected: "bench.directory in the profile, as \(reference) stands here",
          found: "nothing")
      }
      return parts.joined(separator: directory)
    }
  }

  private static func hasMarker(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.indices.contains { bytes[$0...].starts(with: marker) }
  }

  /// What stands between the references to the variable.
  private static func split(_ text: String) -> [String] {
    var parts: [String] = []
    var rest = text[...]
    var start = rest.startIndex
    while start < rest.endIndex {
      if rest[start...].hasPrefix(reference) {
        parts.append(String(rest[..<start]))
        rest = rest[start...].dropFirst(reference.count)
        start = rest.startIndex
      } else {
        start = rest.index(after: start)
      }
    }
    return parts + [String(rest)]
  }

  private static func directory(of root: YAMLNode) throws(YAMLError) -> String? {
    guard case .mapping(let entries) = root.content,
      let bench = entries.first(where: { $0.key == "bench" })?.value
    else { return nil }
    let node = try bench.mapping(allowing: ["directory"]).required("directory")
    let directory = try node.text("a folder")
    guard !hasMarker(directory) else { throw node.error(expected: "no variable") }
    return directory
  }
}
