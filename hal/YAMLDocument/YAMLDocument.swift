import RegularFile

/// Reads YAML text into nodes that know their lines.
///
/// The subset that people need for profiles and scenarios: one document of mappings, lists and
/// scalars in UTF-8. Anchors, aliases, tags, a second document and a name that stands twice in one
/// mapping are errors, because each of them makes a file say something other than what is read.
package enum YAMLDocument {
  /// The most bytes that a document may have.
  package static let byteLimit = 1 << 20
  /// How deep mappings and lists may stand in each other.
  package static let depthLimit = 32

  /// Reads the file at `path`, which is also its name in errors.
  package static func read(path: String) throws(YAMLError) -> YAMLNode {
    try parse(try bytes(ofFile: path), source: path)
  }

  /// Reads bytes; `source` is their name in errors.
  package static func parse(_ bytes: [UInt8], source: String) throws(YAMLError) -> YAMLNode {
    try parse(bytes) { .file(source, line: $0, column: $1) }
  }

  /// Reads the value of an option; `option` is what errors show, such as `--set language=en`.
  ///
  /// An empty value is an empty text.
  package static func parse(value: String, option: String) throws(YAMLError) -> YAMLNode {
    if value.isEmpty {
      return YAMLNode(.scalar("", isPlain: true), place: YAMLPlace(origin: .option(option)))
    }
    return try parse(Array(value.utf8)) { _, _ in .option(option) }
  }

  private static func parse(
    _ bytes: [UInt8], origin: @escaping (Int, Int) -> YAMLPlace.Origin
  ) throws(YAMLError) -> YAMLNode {
    guard bytes.count <= byteLimit else {
      throw YAMLError(
        place: YAMLPlace(origin: origin(0, 0)), expected: "at most \(byteLimit) bytes",
        found: "\(bytes.count)")
    }
    var reader = YAMLEventReader(bytes: bytes, origin: origin)
    return try reader.document()
  }

  private static func bytes(ofFile path: String) throws(YAMLError) -> [UInt8] {
    do throws(RegularFile.Failure) {
      return try RegularFile.read(path, limit: byteLimit)
    } catch {
      let place = YAMLPlace(origin: .file(path, line: 0, column: 0))
      throw YAMLError(place: place, expected: "a file that can be read", found: "\(error)")
    }
  }
}
