/// The applications that card and terminal have in common, in the order in which they are offered.
///
/// Source: EMV 4.3 Book 1, 12.3 and 12.4.
struct CandidateList: Hashable, Sendable {
  /// As they were found: in the card's order for a directory, else in the terminal's.
  private(set) var applications: [CandidateApplication] = []

  /// How many a card may have; one that goes on for ever is cut here.
  static let limit = 32

  /// Appends an application unless one with its name is there.
  mutating func append(_ application: CandidateApplication) {
    guard applications.count < Self.limit,
      !applications.contains(where: { $0.name == application.name })
    else { return }
    applications.append(application)
  }

  /// Takes an application out, because it can't be used after all.
  mutating func remove(_ application: CandidateApplication) {
    applications.removeAll { $0.name == application.name }
  }

  /// Best priority first; without one last; ties as they were found.
  var byPriority: [CandidateApplication] {
    applications.enumerated().sorted { left, right in
      let first = (left.element.priority ?? 16, left.offset)
      return first < (right.element.priority ?? 16, right.offset)
    }.map(\.element)
  }
}
