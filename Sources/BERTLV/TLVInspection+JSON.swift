package import JSONText

extension TLVInspection {
  /// The objects as a tree, templates with `children`.
  ///
  /// `{"objects":[{"tag","name","offset","length","value","masked","children"}…],
  /// "error":{"offset","reason"}}`; `name` is null when unknown, `value` is absent in a template,
  /// `masked` is there only when true, `error` only when not all bytes are objects.
  package var json: JSONValue { json { _ in [] } }

  /// The same with further members in an object, such as what its bits mean.
  package func json(adding notes: (Item) -> [JSONValue.Member]) -> JSONValue {
    var index = 0
    let objects = objects(atDepth: 0, from: &index, adding: notes)
    var members = [JSONValue.Member("objects", .array(objects))]
    if let error {
      let details: [JSONValue.Member] = [
        .init("offset", .number(error.offset)), .init("reason", .string(error.reason)),
      ]
      members.append(.init("error", .object(details)))
    }
    return .object(members)
  }

  /// The objects of one template; as deep as `TLVWalk.depthLimit` at most.
  private func objects(
    atDepth depth: Int, from index: inout Int, adding notes: (Item) -> [JSONValue.Member]
  ) -> [JSONValue] {
    var values: [JSONValue] = []
    while index < items.count, items[index].depth == depth {
      let item = items[index]
      index += 1
      var members: [JSONValue.Member] = [
        .init("tag", .string(item.tag.text)),
        .init("name", item.name.map { .string($0) } ?? .null),
        .init("offset", .number(item.offset)), .init("length", .number(item.byteCount)),
      ]
      if let value = item.value {
        members.append(.init("value", .string(value)))
        if item.isMasked { members.append(.init("masked", .boolean(true))) }
      } else {
        let children = objects(atDepth: depth + 1, from: &index, adding: notes)
        members.append(.init("children", .array(children)))
      }
      members += notes(item)
      values.append(.object(members))
    }
    return values
  }
}
