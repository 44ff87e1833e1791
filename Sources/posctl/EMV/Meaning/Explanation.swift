import JSONText

/// One line of what a value means: the place in the value, and the words.
struct Explanation: Hashable {
  /// Where: `byte 3 bit 8`, `rule 2`, a tag; empty when the whole value is meant.
  let place: String
  /// What it says.
  let text: String

  init(_ place: String, _ text: String) {
    self.place = place
    self.text = text
  }

  /// What the whole value says.
  init(_ text: String) { self.init("", text) }

  /// Place and words on one line.
  var line: String { place.isEmpty ? text : "\(place): \(text)" }

  /// The same as an object.
  var json: JSONValue {
    place.isEmpty ? ["text": .string(text)] : ["place": .string(place), "text": .string(text)]
  }
}
