extension CardSession {
  /// The serial number by which a contactless card was found: 4, 7 or 10 bytes.
  ///
  /// Nil on a card or a reader that has none, such as a contact slot, which passes the question on
  /// to the card. A random number starts with 08. Source: PC/SC part 3, 3.2.2.1.3 (FF CA 00 00 00).
  public func uniqueIdentifier(timeout: Duration) async throws(CardReaderError) -> [UInt8]? {
    try await contactlessData(0x00, timeout: timeout)
  }

  /// The historical bytes of a contactless card's answer to select (ISO/IEC 14443-4, type A).
  ///
  /// Nil where there are none. Source: PC/SC part 3, 3.2.2.1.3 (FF CA 01 00 00).
  public func historicalBytes(timeout: Duration) async throws(CardReaderError) -> [UInt8]? {
    try await contactlessData(0x01, timeout: timeout)
  }

  private func contactlessData(
    _ parameter: UInt8, timeout: Duration
  ) async throws(CardReaderError) -> [UInt8]? {
    let answer = try await transmit([0xFF, 0xCA, parameter, 0x00, 0x00], timeout: timeout)
    // 62 82: there is less than was asked for, which is everything there is.
    let status = answer.suffix(2)
    guard status == [0x90, 0x00] || status == [0x62, 0x82], answer.count > 2 else { return nil }
    return Array(answer.dropLast(2))
  }
}
