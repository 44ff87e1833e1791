/// Why a text is not a JSON value that we read, and where.
package struct JSONError: Error, Hashable, Sendable {
  /// What is wrong.
  package enum Reason: Hashable, Sendable {
    /// The text ends inside a value.
    case truncated
    /// A character that can't stand there.
    case unexpectedCharacter
    /// A number that is not whole, or does not fit in 64 bits.
    case unsupportedNumber
    /// Half of a surrogate pair, or bytes that are not UTF-8.
    case badText
    /// More lists and objects stand in each other than the limit allows.
    case nestedTooDeep
    /// Something follows the value.
    case trailingCharacters
  }

  /// In bytes of UTF-8 from the start.
  package let offset: Int
  /// What is wrong there.
  package let reason: Reason

  /// Puts an error together.
  package init(offset: Int, reason: Reason) {
    self.offset = offset
    self.reason = reason
  }
}
