import BERTLV
import ISO7816

/// The card's directory, the payment system environment (EMV 4.3 Book 1, 12.3.2).
///
/// A directory may name others (DDF, tag 9D). They are read after it, in the order in which they
/// were named, each once: that finds the same applications as stepping down at once would, without
/// selecting a directory twice.
extension ApplicationSelection {
  /// Reads where the directory stands; without a usable one the terminal's list is tried.
  mutating func directorySelected(_ response: ResponseAPDU, _ name: [UInt8]) -> Step {
    let isFirst = name == Self.directoryName
    if isFirst, response.status == .functionNotSupported { return finish(.failed(.cardBlocked)) }
    guard response.status == .success,
      let control = try? SelectionObjects(TLVReader(response.data).only(0x6F).rest),
      let file = control.value(0x88), file.count == 1, (1...10).contains(file[0])
    else { return isFirst ? tryList() : directoryEnded() }
    let codeTable = control.value(0x9F11)
    if isFirst {
      directoryLanguages = LanguagePreference(control.value(0x5F2D) ?? [])
      directoryCodeTable = codeTable
    }
    return readDirectory(
      DirectoryPosition(file: file[0], record: 1, codeTable: codeTable ?? directoryCodeTable))
  }

  /// Takes the entries of one record; a record that can't be read spoils the whole directory.
  mutating func directoryRead(_ response: ResponseAPDU, _ position: DirectoryPosition) -> Step {
    if response.status == .recordNotFound { return directoryEnded() }
    guard response.status == .success, appendEntries(response.data, position) else {
      candidates = CandidateList()
      return tryList()
    }
    guard let next = position.next else { return directoryEnded() }
    return readDirectory(next)
  }

  private mutating func readDirectory(_ position: DirectoryPosition) -> Step {
    state = .readingDirectory(position)
    return .transmit(.readRecord(file: position.file, record: position.record))
  }

  /// Goes on with the next directory that was named, or ends the search.
  private mutating func directoryEnded() -> Step {
    guard openDirectories < directories.count else {
      return candidates.applications.isEmpty ? tryList() : offer()
    }
    let name = directories[openDirectories]
    openDirectories += 1
    state = .selectingDirectory(name)
    return .transmit(.select(name))
  }

  /// Appends what the terminal has, too, and notes other directories; unusable entries are skipped.
  private mutating func appendEntries(_ record: [UInt8], _ position: DirectoryPosition) -> Bool {
    do throws(TLVError) {
      var entries = try TLVReader(record).only(0x70)
      while let entry = try entries.next() {
        guard entry.tag == 0x61 else { continue }
        let objects = try SelectionObjects(entry.value)
        if let name = objects.value(0x4F).flatMap({ ApplicationIdentifier($0) }) {
          append(name, objects, for: bestMatch(name), codeTable: position.codeTable)
        } else if let name = objects.value(0x9D) {
          appendDirectory(name)
        }
      }
      return true
    } catch {
      return false
    }
  }

  private mutating func appendDirectory(_ name: [UInt8]) {
    guard (5...16).contains(name.count), name != Self.directoryName, !directories.contains(name),
      directories.count < Self.directoryLimit
    else { return }
    directories.append(name)
  }

  /// The configuration whose name is the longest beginning of the card's.
  private func bestMatch(_ name: ApplicationIdentifier) -> ApplicationConfiguration? {
    configuration.applications.filter { $0.matches(name) }
      .max { $0.identifier.bytes.count < $1.identifier.bytes.count }
  }

  /// Appends a candidate; `codeTable` is that of the directory, for an entry without its own.
  mutating func append(
    _ name: ApplicationIdentifier, _ objects: SelectionObjects,
    for application: ApplicationConfiguration?, codeTable: [UInt8]? = nil
  ) {
    guard let application else { return }
    candidates.append(
      CandidateApplication(
        name: name, configuration: application, objects: objects, directoryCodeTable: codeTable,
        capabilities: configuration.additionalCapabilities))
  }
}

/// Where a directory stands, and which record of it comes next.
struct DirectoryPosition: Hashable, Sendable {
  let file: UInt8
  let record: UInt8
  /// The code table of the directory's names (9F11 beside its 88).
  let codeTable: [UInt8]?

  /// The record after this one; nil after the last number.
  var next: DirectoryPosition? {
    record == .max ? nil : DirectoryPosition(file: file, record: record + 1, codeTable: codeTable)
  }
}
