import BERTLV
import ISO7816

/// The card's directory, the payment system environment (EMV 4.3 Book 1, 12.3.2).
extension ApplicationSelection {
  /// Reads where the directory stands; without a usable one the terminal's list is tried.
  mutating func directorySelected(_ response: ResponseAPDU) -> Step {
    if response.status == .functionNotSupported { return finish(.failed(.cardBlocked)) }
    guard response.status == .success,
      let control = try? SelectionObjects(TLVReader(response.data).only(0x6F).rest),
      let file = control.value(0x88), file.count == 1, (1...10).contains(file[0])
    else { return tryList() }
    return readDirectory(file: file[0], record: 1)
  }

  /// Takes the entries of one record; a record that can't be read spoils the whole directory.
  mutating func directoryRead(_ response: ResponseAPDU, file: UInt8, record: UInt8) -> Step {
    if response.status == .recordNotFound { return directoryEnded() }
    guard response.status == .success, appendEntries(response.data) else {
      candidates = CandidateList()
      return tryList()
    }
    return record == UInt8.max ? directoryEnded() : readDirectory(file: file, record: record + 1)
  }

  private mutating func readDirectory(file: UInt8, record: UInt8) -> Step {
    state = .readingDirectory(file: file, record: record)
    return .transmit(.readRecord(file: file, record: record))
  }

  private mutating func directoryEnded() -> Step {
    candidates.applications.isEmpty ? tryList() : offer()
  }

  /// Appends what the terminal has, too; entries of directories (9D) and unusable ones are skipped.
  private mutating func appendEntries(_ record: [UInt8]) -> Bool {
    do throws(TLVError) {
      var entries = try TLVReader(record).only(0x70)
      while let entry = try entries.next() {
        guard entry.tag == 0x61 else { continue }
        let objects = try SelectionObjects(entry.value)
        if let name = objects.value(0x4F).flatMap({ ApplicationIdentifier($0) }) {
          append(name, objects, for: bestMatch(name))
        }
      }
      return true
    } catch {
      return false
    }
  }

  /// The configuration whose name is the longest beginning of the card's.
  private func bestMatch(_ name: ApplicationIdentifier) -> ApplicationConfiguration? {
    configuration.applications.filter { $0.matches(name) }
      .max { $0.identifier.bytes.count < $1.identifier.bytes.count }
  }

  mutating func append(
    _ name: ApplicationIdentifier, _ objects: SelectionObjects,
    for application: ApplicationConfiguration?
  ) {
    guard let application else { return }
    candidates.append(
      CandidateApplication(
        name: name, configuration: application, objects: objects,
        capabilities: configuration.additionalCapabilities))
  }
}
