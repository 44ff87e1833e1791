/// One value of a document with the place that it came from.
package struct YAMLNode: Hashable, Sendable {
  /// The three kinds of value.
  package enum Content: Hashable, Sendable {
    /// A text; plain when it stands without quotes, so that it may be a number or a truth value.
    case scalar(String, isPlain: Bool)
    /// Values in order.
    case sequence([YAMLNode])
    /// Named values in the order of the file, each name once.
    case mapping([Entry])
  }

  /// One name of a mapping and its value.
  package struct Entry: Hashable, Sendable {
    /// The name.
    package var key: String
    /// The line and column of the name.
    package var keyPlace: YAMLPlace
    /// The value.
    package var value: YAMLNode
  }

  /// The value.
  package var content: Content
  /// Its place.
  package var place: YAMLPlace

  /// Puts a node together.
  package init(_ content: Content, place: YAMLPlace) {
    self.content = content
    self.place = place
  }

  /// Where the name at the end of `keyPath` stands; nil when the document does not have it.
  ///
  /// The path is a list of names joined by dots.
  package func place(of keyPath: String) -> YAMLPlace? {
    var node = self
    var place: YAMLPlace?
    for key in keyPath.split(separator: ".") {
      guard case .mapping(let entries) = node.content,
        let entry = entries.first(where: { $0.key == key })
      else { return nil }
      (node, place) = (entry.value, entry.keyPlace)
    }
    return place
  }

  /// The same value with `node` at `keyPath`, where mappings that are missing are added.
  ///
  /// The path is a list of names joined by dots. Throws when it leads through something that is no
  /// mapping. Whether the names mean anything is for the reader of the result to say.
  package func setting(_ keyPath: String, to node: YAMLNode) throws(YAMLError) -> YAMLNode {
    let keys = keyPath.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard !keys.contains("") else {
      throw YAMLError(
        place: node.place, expected: "names joined by dots", found: "“\(keyPath)”")
    }
    return try setting(keys[...], to: node)
  }

  private func setting(
    _ keys: ArraySlice<String>, to node: YAMLNode
  ) throws(YAMLError) -> YAMLNode {
    guard let key = keys.first else { return node.moved(to: place.keyPath) }
    guard case .mapping(var entries) = content else {
      let place = YAMLPlace(origin: node.place.origin, keyPath: place.keyPath)
      throw YAMLError(place: place, expected: "a mapping, to set a name in it", found: kind)
    }
    var memberPlace = node.place
    memberPlace.keyPath = place.member(key)
    let index = entries.firstIndex { $0.key == key }
    let old = index.map { entries[$0].value } ?? YAMLNode(.mapping([]), place: memberPlace)
    let value = try old.setting(keys.dropFirst(), to: node)
    if let index {
      entries[index].value = value
    } else {
      entries.append(Entry(key: key, keyPlace: memberPlace, value: value))
    }
    return YAMLNode(.mapping(entries), place: place)
  }

  /// The same value with another way from the root, in it and all below it.
  private func moved(to keyPath: String) -> YAMLNode {
    var node = self
    node.place.keyPath = keyPath
    switch content {
    case .scalar: break
    case .sequence(let elements):
      node.content = .sequence(
        elements.enumerated().map { $1.moved(to: node.place.element($0)) })
    case .mapping(let entries):
      node.content = .mapping(
        entries.map { entry in
          var entry = entry
          entry.keyPlace.keyPath = node.place.member(entry.key)
          entry.value = entry.value.moved(to: entry.keyPlace.keyPath)
          return entry
        })
    }
    return node
  }

  /// The same value with every scalar put through `transform`.
  package func mappingScalars(
    _ transform: (String, YAMLPlace) throws(YAMLError) -> String
  ) throws(YAMLError) -> YAMLNode {
    var node = self
    switch content {
    case .scalar(let text, let isPlain):
      node.content = .scalar(try transform(text, place), isPlain: isPlain)
    case .sequence(let elements):
      var changed: [YAMLNode] = []
      for element in elements { changed.append(try element.mappingScalars(transform)) }
      node.content = .sequence(changed)
    case .mapping(let entries):
      var changed: [Entry] = []
      for var entry in entries {
        entry.value = try entry.value.mappingScalars(transform)
        changed.append(entry)
      }
      node.content = .mapping(changed)
    }
    return node
  }

  /// What it is, in words for an error.
  var kind: String {
    switch content {
    case .scalar(let text, _): text.isEmpty ? "nothing" : "“\(Self.shortened(text))”"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  /// At most 40 characters of a text, without control characters.
  static func shortened(_ text: String) -> String {
    let visible = text.unicodeScalars.prefix(41).map { scalar in
      scalar.value < 0x20 || scalar.value == 0x7F ? " " : Character(scalar)
    }
    return String(visible.prefix(40)) + (visible.count > 40 ? "…" : "")
  }
}
