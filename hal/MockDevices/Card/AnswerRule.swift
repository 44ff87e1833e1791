package import ISO7816

/// What a test card answers in the place of its own answer, or how it changes it.
package struct AnswerRule: Hashable, Sendable {
  /// What becomes of the card's own answer.
  package enum Answer: Hashable, Sendable {
    /// The command is not carried out, and these bytes are the answer, status word included.
    case instead([UInt8])
    /// The command is carried out, and the status word of its answer is this one.
    case status(StatusWord)
    /// The command is carried out, and its answer has these bytes behind its data.
    case appended([UInt8])
    /// The command is carried out, and so many bytes are left of its answer's data.
    case cut(byteCount: Int)
    /// The command is carried out, and the byte at this place of its answer's data is inverted.
    case inverted(offset: Int)
    /// The card says nothing.
    case silence
  }

  /// Which commands are meant: the beginning of their `CommandAPDU.title`; an empty one means all.
  package var title: String
  /// How many such commands are answered rightly first.
  package var skippedCount: Int
  /// How many are answered by the rule then; nil for all.
  package var count: Int?
  /// The answer.
  package var answer: Answer

  /// Puts a rule together.
  package init(title: String, skippedCount: Int = 0, count: Int? = nil, answer: Answer) {
    self.title = title
    self.skippedCount = skippedCount
    self.count = count
    self.answer = answer
  }

  /// Takes note of a command; whether the rule answers it.
  mutating func takes(_ title: String) -> Bool {
    guard title.hasPrefix(self.title), count != 0 else { return false }
    guard skippedCount == 0 else {
      skippedCount -= 1
      return false
    }
    if let count { self.count = count - 1 }
    return true
  }

  /// The answer of this rule; `own` carries the command out.
  func response(_ own: () -> ResponseAPDU) -> [UInt8] {
    switch answer {
    case .instead(let bytes): return bytes
    case .silence: return []
    case .status(let status): return ResponseAPDU(data: own().data, status: status).bytes
    case .appended(let bytes):
      let own = own()
      return ResponseAPDU(data: own.data + bytes, status: own.status).bytes
    case .cut(let byteCount):
      let own = own()
      return ResponseAPDU(data: Array(own.data.prefix(byteCount)), status: own.status).bytes
    case .inverted(let offset):
      let own = own()
      var data = own.data
      if data.indices.contains(offset) { data[offset] = ~data[offset] }
      return ResponseAPDU(data: data, status: own.status).bytes
    }
  }
}
