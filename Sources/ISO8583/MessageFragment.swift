/// As much of a message as could be decoded, and what stopped it: for people who look for a fault.
package struct MessageFragment: Sendable {
  /// The message type; nil when the bytes do not reach that far or are no digits.
  package private(set) var type: MessageType?
  /// The elements before the error; nil when there is no type or no bitmap.
  package private(set) var message: Message?
  /// What stopped the decoding; nil when the message is whole.
  package private(set) var error: DecodingError?

  /// Decodes up to the first error.
  package init(decoding encoded: [UInt8], dialect: MessageDialect) {
    let decoder = MessageDecoder(bytes: encoded, dialect: dialect)
    var found: ElementSet = []
    var locations = [64 of ElementLocation](repeating: ElementLocation())
    do throws(DecodingError) {
      type = try decoder.messageType()
      let listed = try decoder.bitmap()
      defer {
        message = type.map {
          Message(
            encoded: encoded, type: $0, elements: found, dialect: dialect, locations: locations)
        }
      }
      try decoder.locate(listed, found: &found, locations: &locations)
    } catch {
      self.error = error
    }
  }
}
