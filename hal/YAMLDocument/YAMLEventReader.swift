import CYAML

/// Builds nodes from the events of libyaml's parser.
struct YAMLEventReader: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let origin: (Int, Int) -> YAMLPlace.Origin

  /// Copies the bytes: the parser reads them until it goes.
  init(bytes: [UInt8], origin: @escaping (Int, Int) -> YAMLPlace.Origin) {
    self.origin = origin
    input = .allocate(capacity: max(1, bytes.count))
    _ = input.initialize(from: bytes)
    parser = .allocate(capacity: 1)
    precondition(yaml_parser_initialize(parser) == 1, "no memory for the YAML parser")
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, UnsafePointer(input.baseAddress), bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  /// The only document of the stream; an empty one is an empty mapping.
  mutating func document() throws(YAMLError) -> YAMLNode {
    var root: YAMLNode?
    while true {
      let event = try next()
      switch event.kind {
      case .other: continue
      case .end: return root ?? YAMLNode(.mapping([]), place: place(line: 1, column: 1))
      case .documentStart where root != nil:
        throw error(event, expected: "one document", found: "a second one")
      case .documentStart:
        root = try node(try next(), keyPath: "", depth: 0)
      default: throw error(event, expected: "a document", found: "something else")
      }
    }
  }

  private mutating func node(
    _ event: Event, keyPath: String, depth: Int
  ) throws(YAMLError) -> YAMLNode {
    var place = place(line: event.line, column: event.column)
    place.keyPath = keyPath
    if event.isDecorated {
      throw YAMLError(place: place, expected: "a plain value", found: "an anchor or a tag")
    }
    guard depth < YAMLDocument.depthLimit else {
      throw YAMLError(
        place: place, expected: "at most \(YAMLDocument.depthLimit) levels", found: "more")
    }
    switch event.kind {
    case .scalar(let text, let isPlain):
      // `~` and `null` are how YAML writes nothing.
      let isNull = isPlain && (text == "~" || text == "null")
      return YAMLNode(.scalar(isNull ? "" : text, isPlain: isPlain), place: place)
    case .sequenceStart: return try sequence(at: place, depth: depth)
    case .mappingStart: return try mapping(at: place, depth: depth)
    case .alias:
      throw YAMLError(place: place, expected: "a value", found: "an alias")
    case .sequenceEnd, .mappingEnd, .documentStart, .end, .other:
      throw YAMLError(place: place, expected: "a value", found: "the end")
    }
  }

  private mutating func sequence(
    at place: YAMLPlace, depth: Int
  ) throws(YAMLError) -> YAMLNode {
    var elements: [YAMLNode] = []
    while true {
      let event = try next()
      if event.kind == .sequenceEnd { return YAMLNode(.sequence(elements), place: place) }
      elements.append(
        try node(event, keyPath: place.element(elements.count), depth: depth + 1))
    }
  }

  private mutating func mapping(
    at place: YAMLPlace, depth: Int
  ) throws(YAMLError) -> YAMLNode {
    var entries: [YAMLNode.Entry] = []
    var seen: Set<String> = []
    while true {
      let event = try next()
      if event.kind == .mappingEnd { return YAMLNode(.mapping(entries), place: place) }
      guard case .scalar(let key, _) = event.kind, !event.isDecorated else {
        throw error(event, expected: "a name", found: "something that is no text")
      }
      var keyPlace = self.place(line: event.line, column: event.column)
      keyPlace.keyPath = place.member(key)
      guard seen.insert(key).inserted else {
        throw YAMLError(
          place: keyPlace, expected: "each name once",
          found: "“\(YAMLNode.shortened(key))” again")
      }
      let value = try node(try next(), keyPath: keyPlace.keyPath, depth: depth + 1)
      entries.append(YAMLNode.Entry(key: key, keyPlace: keyPlace, value: value))
    }
  }

  private func place(line: Int, column: Int) -> YAMLPlace {
    YAMLPlace(origin: origin(line, column))
  }

  private func error(_ event: Event, expected: String, found: String) -> YAMLError {
    YAMLError(
      place: place(line: event.line, column: event.column), expected: expected, found: found)
  }
}

extension YAMLEventReader {
  /// One event, copied out of the library's memory.
  private struct Event {
    enum Kind: Hashable {
      case scalar(String, isPlain: Bool)
      case sequenceStart
      case sequenceEnd
      case mappingStart
      case mappingEnd
      case alias
      case documentStart
      case end
      case other
    }

    var kind: Kind
    var line: Int
    var column: Int
    /// Whether it has an anchor or an explicit tag.
    var isDecorated: Bool
  }

  private mutating func next() throws(YAMLError) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
    defer { yaml_event_delete(&event) }
    return Event(
      kind: Self.kind(event), line: Int(clamping: event.start_mark.line) + 1,
      column: Int(clamping: event.start_mark.column) + 1, isDecorated: Self.isDecorated(event))
  }

  private static func kind(_ event: yaml_event_t) -> Event.Kind {
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      return .scalar(
        String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
    case YAML_SEQUENCE_START_EVENT: return .sequenceStart
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_START_EVENT: return .mappingStart
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    case YAML_ALIAS_EVENT: return .alias
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_STREAM_END_EVENT: return .end
    default: return .other  // the start of the stream, the end of a document
    }
  }

  private static func isDecorated(_ event: yaml_event_t) -> Bool {
    switch event.type {
    case YAML_SCALAR_EVENT: event.data.scalar.anchor != nil || event.data.scalar.tag != nil
    case YAML_SEQUENCE_START_EVENT:
      event.data.sequence_start.anchor != nil || event.data.sequence_start.tag != nil
    case YAML_MAPPING_START_EVENT:
      event.data.mapping_start.anchor != nil || event.data.mapping_start.tag != nil
    default: false
    }
  }

  private func syntaxError() -> YAMLError {
    let parser = parser.pointee
    let problem = parser.problem.map { String(cString: $0) } ?? "bytes that are no YAML"
    let isReader = parser.error == YAML_READER_ERROR
    let line = isReader ? 0 : Int(clamping: parser.problem_mark.line) + 1
    let column = Int(clamping: parser.problem_mark.column) + 1
    let offset = isReader ? " at byte \(parser.problem_offset)" : ""
    return YAMLError(
      place: place(line: line, column: column), expected: "valid YAML",
      found: "a mistake: \(problem)\(offset)")
  }
}
