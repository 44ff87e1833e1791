package import YAMLDocument

/// A card as its file describes it, and the cases that go with it.
package struct CardFile: Sendable {
  /// The names that a file may have at its root.
  private static let keys = [
    "id", "like", "names", "about", "accounts", "stripe", "chip", "cases", "swipe",
  ]

  /// The whole file with its models beneath it.
  private let node: YAMLNode
  private let folder: CardFolder
  /// The card.
  package let personality: CardPersonality
  /// What it is for; nil when the file does not say.
  package let about: String?
  /// What a swipe must come to, for whoever tries it; nil when the file does not say.
  package let swipe: YAMLNode?
  /// The cases, for whoever runs them; nil without any.
  package let cases: YAMLNode?

  /// Reads a file's text, to which the models have been added; the folder has the keys.
  package init(_ node: YAMLNode, in folder: CardFolder) throws(YAMLError) {
    self.node = node
    self.folder = folder
    personality = try Self.personality(node, folder)
    about = try node.member("about")?.text()
    cases = node.member("cases")
    swipe = node.member("swipe")
  }

  /// The card with changes: `card` has the form of a file, `application` that of an application and
  /// goes on top of the first one.
  package func personality(
    changedBy card: YAMLNode?, application: YAMLNode?
  ) throws(YAMLError) -> CardPersonality {
    var changed = card.map { node.merged(with: $0) } ?? node
    if let application,
      case .mapping(let all)? = changed.member("chip")?.member("applications")?
        .content, let first = all.first
    {
      changed = try changed.setting(
        "chip.applications.\(first.key)", to: first.value.merged(with: application))
    }
    return try Self.personality(changed, folder)
  }

  private static func personality(
    _ node: YAMLNode, _ folder: CardFolder
  ) throws(YAMLError) -> CardPersonality {
    let root = try node.withoutNothings().mapping(allowing: keys)
    let names = try root.required("names").mapping(allowing: ["zh", "en"])
    var accounts: [CardAccount] = []
    for entry in try root.required("accounts").entries() {
      accounts.append(try CardAccount(entry))
    }
    let chip: ChipPersonality?
    if let node = root["chip"] {
      chip = try ChipReader(accounts: accounts, folder: folder).chip(node)
    } else {
      chip = nil
    }
    return CardPersonality(
      identifier: try root.required("id").text(),
      chineseName: try names.required("zh").text(), englishName: try names.required("en").text(),
      chip: chip, stripe: try root["stripe"].map(accounts.stripe),
      accounts: accounts.map { $0.facts(hasChip: chip != nil) })
  }
}
