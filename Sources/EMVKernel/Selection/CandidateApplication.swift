import BERTLV

/// An application that both the card and the terminal have.
package struct CandidateApplication: Hashable, Sendable {
  /// The card's name of it.
  package let name: ApplicationIdentifier
  /// What the acquirer prescribes for it.
  package let configuration: ApplicationConfiguration
  /// Its name for people in the common character set (tag 50).
  package let label: String
  /// Its name in a language of the cardholder (tag 9F12), when the terminal has its code table.
  package let preferredName: String?
  /// 1 is the best, 15 the worst; nil when the card does not say (tag 87).
  package let priority: UInt8?
  /// Whether it may only be used when the cardholder agrees (tag 87, bit 8).
  package let requiresConfirmation: Bool

  /// What to show to the cardholder.
  ///
  /// Source: EMV 4.3 Book 1, 12.4.
  package var displayName: String {
    if let preferredName { return preferredName }
    return label.isEmpty ? name.description : label
  }

  /// Reads what a directory entry or a selected application says of itself.
  init(
    name: ApplicationIdentifier, configuration: ApplicationConfiguration,
    objects: SelectionObjects, capabilities: AdditionalTerminalCapabilities
  ) {
    self.name = name
    self.configuration = configuration
    label = Self.text(objects.value(0x50) ?? [])
    // Only code table 1 (ISO/IEC 8859-1) can be turned into text here.
    let hasCodeTable =
      objects.value(0x9F11)?.elementsEqual([1]) == true && capabilities.contains(.codeTable1)
    let preferred = hasCodeTable ? Self.text(objects.value(0x9F12) ?? []) : ""
    preferredName = preferred.isEmpty ? nil : preferred
    let indicator = objects.value(0x87)?.first ?? 0
    priority = indicator & 0x0F == 0 ? nil : indicator & 0x0F
    requiresConfirmation = indicator & 0x80 != 0
  }

  /// The printable characters of ISO/IEC 8859-1, of which the common set is the first half.
  private static func text(_ bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes where (0x20...0x7E).contains(byte) || byte >= 0xA0 {
      text.append(Unicode.Scalar(byte))
    }
    return String(text)
  }
}
