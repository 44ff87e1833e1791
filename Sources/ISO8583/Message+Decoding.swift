extension Message {
  /// Decodes a whole message; every byte must belong to it.
  package init(decoding encoded: [UInt8], dialect: MessageDialect) throws(DecodingError) {
    let decoder = MessageDecoder(bytes: encoded, dialect: dialect)
    let type = try decoder.messageType()
    let listed = try decoder.bitmap()
    var found: ElementSet = []
    var locations = [64 of ElementLocation](repeating: ElementLocation())
    try decoder.locate(listed, found: &found, locations: &locations)
    self.init(
      encoded: encoded, type: type, elements: found, dialect: dialect, locations: locations)
  }
}
