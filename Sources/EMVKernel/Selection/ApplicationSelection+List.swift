import BERTLV
import ISO7816

/// The terminal's own list, tried name by name (EMV 4.3 Book 1, 12.3.3).
extension ApplicationSelection {
  /// Tries the first name of the list.
  mutating func tryList() -> Step { tryName(0) }

  private mutating func tryName(_ index: Int) -> Step {
    guard configuration.applications.indices.contains(index) else { return offer() }
    state = .trying(index: index, occurrence: 0)
    return .transmit(.select(configuration.applications[index].identifier.bytes))
  }

  /// Judges one answer: the name itself ends the search for it, a longer one lets it go on.
  mutating func tried(_ response: ResponseAPDU, index: Int, occurrence: Int) -> Step {
    let application = configuration.applications[index]
    if response.status == .functionNotSupported, index == 0, occurrence == 0 {
      return finish(.failed(.cardBlocked))
    }
    guard response.status == .success || response.status.isWarning else {
      return tryName(index + 1)
    }
    guard let objects = try? SelectionObjects(TLVReader(response.data).only(0x6F).rest),
      let name = objects.value(0x84).flatMap({ ApplicationIdentifier($0) }),
      name.hasPrefix(application.identifier)
    else {
      // A warning may come without data; then only the next occurrence can tell.
      return response.status.isWarning ? tryNext(index, occurrence) : tryName(index + 1)
    }
    // 6283 says that the application is blocked: it is no candidate, but its neighbours may be.
    if response.status == .success, application.matches(name) {
      append(name, objects, for: application)
    }
    return name == application.identifier ? tryName(index + 1) : tryNext(index, occurrence)
  }

  private mutating func tryNext(_ index: Int, _ occurrence: Int) -> Step {
    guard occurrence < Self.occurrenceLimit else { return tryName(index + 1) }
    state = .trying(index: index, occurrence: occurrence + 1)
    let name = configuration.applications[index].identifier.bytes
    return .transmit(.select(name, next: true))
  }
}
