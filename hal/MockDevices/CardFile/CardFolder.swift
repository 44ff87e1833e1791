package import YAMLDocument

/// The folder with the project's test cards, one YAML file each.
///
/// A file may say which other it is `like`, by that one's way from the folder without `.yaml`; what
/// it says itself then replaces what the model says. `Tests/Cards/README.md` lists the names.
package struct CardFolder: Hashable, Sendable {
  /// How many models may stand behind each other.
  private static let modelLimit = 8

  /// Where the folder is.
  package let path: String

  /// Names a folder, which is read only when it is asked for something.
  package init(path: String) { self.path = path }

  /// Reads a card; `name` is its way from the folder without `.yaml`.
  package func file(_ name: String) throws(YAMLError) -> CardFile {
    try CardFile(node(name, depth: 0), in: self)
  }

  /// Reads a card from text; `source` is its name in errors.
  package func file(text: [UInt8], source: String) throws(YAMLError) -> CardFile {
    try CardFile(resolve(YAMLDocument.parse(text, source: source)), in: self)
  }

  /// The test keys, which `make-keys.py` has made.
  package func keys() throws(YAMLError) -> CardKeys {
    try CardKeys(try YAMLDocument.read(path: "\(path)/keys.yaml"))
  }

  /// The cards of the bench, in the order in which a panel shows them.
  ///
  /// The file `bench/index.yaml` lists them by identifier.
  package func benchCards() throws(YAMLError) -> [CardPersonality] {
    let index = try YAMLDocument.read(path: "\(path)/bench/index.yaml")
    var cards: [CardPersonality] = []
    for element in try index.sequence() {
      let identifier = try element.text("the identifier of a card")
      let card = try file("bench/\(identifier)").personality
      guard card.identifier == identifier else {
        throw element.error(
          expected: "the identifier of the card in the file", found: "“\(identifier)”")
      }
      cards.append(card)
    }
    return cards
  }

  private func node(_ name: String, depth: Int) throws(YAMLError) -> YAMLNode {
    try resolve(try YAMLDocument.read(path: "\(path)/\(name).yaml"), depth: depth)
  }

  /// Puts a file's text on top of its model's.
  private func resolve(_ node: YAMLNode, depth: Int = 0) throws(YAMLError) -> YAMLNode {
    guard let model = node.member("like") else { return node }
    guard depth < Self.modelLimit else {
      throw model.error(expected: "at most \(Self.modelLimit) models behind each other")
    }
    var base = try self.node(try model.text("the way to a card, without .yaml"), depth: depth + 1)
    // Tests of the model say nothing about this card.
    if case .mapping(let entries) = base.content {
      base.content = .mapping(entries.filter { $0.key != "cases" && $0.key != "about" })
    }
    return base.merged(with: node)
  }
}
