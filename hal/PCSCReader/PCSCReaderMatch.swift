/// Which of the daemon's readers a driver means; never by the order of plugging.
///
/// What is nil is not looked at.
package struct PCSCReaderMatch: Hashable, Sendable {
  /// How the name begins.
  package var namePrefix: String?
  /// What the interface's name contains, large or small letters alike; where a reader names no
  /// interface, what the name itself contains.
  package var interface: String?
  /// The serial number.
  package var serial: String?
  /// The slot of the reader, from 0.
  package var slot: Int?

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
    if let namePrefix, !name.hasPrefix(namePrefix) { return false }
    if let serial, parts.serial != serial { return false }
    if let slot, parts.slot != slot { return false }
    if let interface {
      let place = (parts.interface ?? parts.product).lowercased()
      return Self.contains(interface.lowercased(), in: place)
    }
    return true
  }

  private static func contains(_ part: String, in text: String) -> Bool {
    let (part, text) = (Array(part.utf8), Array(text.utf8))
    guard part.count <= text.count else { return false }
    return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
  }
}
