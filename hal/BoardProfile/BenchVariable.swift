import YAMLDocument

/// The one variable of a profile: `${bench}` stands for the value of `bench.directory`.
enum BenchVariable {
  private static let marker = "${"
  private static let reference = "${bench}"

  /// The same document with the variable replaced; another variable is an error.
  static func expand(in root: YAMLNode) throws(YAMLError) -> YAMLNode {
    let directory = try directory(of: root)
    return try root.mappingScalars { text, place throws(YAMLError) in
      guard text.contains(marker) else { return text }
      let parts = text.split(separator: reference, omittingEmptySubsequences: false)
      guard !parts.contains(where: { $0.contains(marker) }) else {
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

  private static func directory(of root: YAMLNode) throws(YAMLError) -> String? {
    guard case .mapping(let entries) = root.content,
      let bench = entries.first(where: { $0.key == "bench" })?.value
    else { return nil }
    let node = try bench.mapping(allowing: ["directory"]).required("directory")
    let directory = try node.text("a folder")
    guard !directory.contains(marker) else { throw node.error(expected: "no variable") }
    return directory
  }
}
