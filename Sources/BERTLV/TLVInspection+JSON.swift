extension TLVInspection {
  /// The objects as a JSON text of one line: a tree, templates with `children`.
  ///
  /// `{"objects":[{"tag","name","offset","length","value","masked","children"}…],
  /// "error":{"offset","reason"}}`; `name` is null when unknown, `value` is absent in a template,
  /// `masked` is there only when true, `error` only when not all bytes are objects.
  package var json: String {
    var text = #"{"objects":["#
    var closings: [String] = []
    for item in items {
      if closings.count > item.depth {
        while let closing = closings.last, closings.count > item.depth {
          text += closing
          closings.removeLast()
        }
        text += ","
      }
      text += Self.opening(item)
      closings.append(item.value == nil ? "]}" : "}")
    }
    text += closings.reversed().joined() + "]"
    if let error {
      text += #","error":{"offset":\#(error.offset),"reason":"\#(error.reason)"}"#
    }
    return text + "}"
  }

  /// An object without what closes it.
  private static func opening(_ item: Item) -> String {
    let name = item.name.map { #""\#($0)""# } ?? "null"
    let head =
      #"{"tag":"\#(item.tag)","name":\#(name),"offset":\#(item.offset),"length":\#(item.byteCount)"#
    guard let value = item.value else { return head + #","children":["# }
    return head + #","value":"\#(value)""# + (item.isMasked ? #","masked":true"# : "")
  }
}
