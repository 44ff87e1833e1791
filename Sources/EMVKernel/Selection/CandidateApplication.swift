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
  /// The same in GB 18030, when the acquirer says that the card's code table stands for that.
  ///
  /// The kernel has no table of Chinese characters: who shows the name has one.
  package let chineseName: [UInt8]?
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
  ///
  /// An entry of a directory has no code table of its own (9F11): that of the directory counts.
  init(
    name: ApplicationIdentifier, configuration: ApplicationConfiguration,
    objects: SelectionObjects, directoryCodeTable: [UInt8]? = nil,
    capabilities: AdditionalTerminalCapabilities
  ) {
    self.name = name
    self.configuration = configuration
    label = CodeTable.latin1.text(objects.value(0x50) ?? [])
    let index = objects.value(0x9F11) ?? directoryCodeTable
    let preferred = objects.value(0x9F12) ?? []
    let table = index.flatMap { $0.count == 1 ? CodeTable(rawValue: $0[0]) : nil }
    let text = table.map { capabilities.contains($0.capability) ? $0.text(preferred) : "" } ?? ""
    preferredName = text.isEmpty ? nil : text
    let isChinese = index?.count == 1 && index?.first == configuration.chineseCodeTable
    chineseName = isChinese && !preferred.isEmpty ? preferred : nil
    let indicator = objects.value(0x87)?.first ?? 0
    priority = indicator & 0x0F == 0 ? nil : indicator & 0x0F
    requiresConfirmation = indicator & 0x80 != 0
  }
}
