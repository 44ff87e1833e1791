/// Which of the daemon's readers a driver means; never by the order of plugging.
///
/// What is nil is not looked at.
package struct PCSCReaderMatch: Hashable, Sendable {
  /// How the name begins.
  package var namePrefix: String?
  /// Words that the interface's name contains, large or small letters alike; where a reader names
  /// no interface, words of the name itself.
  package var interface: String?
  /// The serial number.
  package var serial: String?
  /// The slot of the reader, from 0.
  package var slot: Int?

  /// The whole name as it stands now; for looking around, not for profiles.
  private var fullName: String?

  /// Means the reader that has this name now.
  package init(fullName: String) { self.fullName = fullName }

  /// Puts a rule together; one without any part means every reader.
  package init(
    namePrefix: String? = nil, interface: String? = nil, serial: String? = nil, slot: Int? = nil
  ) {
    self.namePrefix = namePrefix
    self.interface = interface
    self.serial = serial
    self.slot = slot
  }

  /// Whether a reader is meant.
  package func includes(_ name: String) -> Bool {
    let parts = PCSCReaderName(name)
    if let fullName, name != fullName { return false }
    if let namePrefix, !name.hasPrefix(namePrefix) { return false }
    if let serial, parts.serial != serial { return false }
    if let slot, parts.slot != slot { return false }
    if let interface {
      let words = Self.words(of: parts.interface ?? parts.product)
      let part = Self.words(of: interface)
      return words.indices.contains { words[$0...].starts(with: part) }
    }
    return true
  }

  /// The words of a text in small letters: `ICC` is no part of `PICC`, nor `Contact` of
  /// `Contactless`.
  private static func words(of text: String) -> [Substring] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }
  }
}
