import Testing

/// What `Package.swift` declares, read from its text.
struct Manifest: Sendable {
  /// A target and what it depends on, each by the name of its module.
  struct Target: Sendable, CustomTestStringConvertible {
    let name: String
    let dependencies: [String]

    var testDescription: String { name }
  }

  private static let functions: Set<String> = [
    "source", "hardware", "program", "tests", "c", "systemLibrary", "target", "executableTarget",
    "testTarget",
  ]
  /// The names that the manifest gives to products of other packages.
  private static let products = [
    "argumentParser": "ArgumentParser", "flyingFox": "FlyingFox", "flyingSocks": "FlyingSocks",
    "system": "SystemPackage",
  ]

  let targets: [Target]

  init(_ text: String) {
    let tokens = SourceText(text).tokens
    let starts = tokens.indices.dropLast(3).filter { index in
      tokens[index].kind == .word && Self.functions.contains(tokens[index].text)
        && tokens[index + 1].isCode("(")
        && (tokens[index + 2].kind == .text
          || tokens[index + 2].isCode("name") && tokens[index + 4].kind == .text)
    }
    let names = Set(starts.compactMap { Self.arguments(tokens, of: $0).first?.text })
    targets = starts.compactMap { Self.target(tokens, at: $0, names: names) }
  }

  private static func target(
    _ tokens: [SourceText.Token], at start: Int, names: Set<String>
  ) -> Target? {
    let arguments = arguments(tokens, of: start)
    guard let first = arguments.first else { return nil }
    let isTest = tokens[start].isCode("tests")
    let dependencies = arguments.dropFirst(isTest ? 0 : 1).compactMap { token in
      token.kind == .text
        ? (names.contains(token.text) ? token.text : nil) : products[token.text]
    }
    return Target(name: isTest ? first.text + "Tests" : first.text, dependencies: dependencies)
  }

  /// The texts and names between the parentheses of a call, from its first text on.
  private static func arguments(
    _ tokens: [SourceText.Token], of call: Int
  ) -> ArraySlice<SourceText.Token> {
    var depth = 0
    for index in tokens.indices[(call + 1)...] {
      if tokens[index].isCode("(") { depth += 1 }
      guard tokens[index].isCode(")") else { continue }
      depth -= 1
      if depth == 0 {
        return tokens[call...index].filter { $0.kind != .mark }.drop { $0.kind != .text }[...]
      }
    }
    return []
  }
}
