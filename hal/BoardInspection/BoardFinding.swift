/// What was found where a board profile says that something is.
package struct BoardFinding: Hashable, Sendable {
  /// How it stands.
  package enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// There, and it answers.
    case ready
    /// There, with a flaw: a printer without paper, a modem without a network.
    case limited
    /// Not there, or it does not answer.
    case missing
  }

  /// The entry of the profile, such as `devices.modem`.
  package var entry: String
  /// Where that stands, such as `board-profiles/bench.yaml:61`.
  package var place: String
  /// What the profile says is there.
  package var wanted: String
  /// How it stands.
  package var verdict: Verdict
  /// What was seen on the spot.
  package var seen: String
  /// What would make it work; nil when it does.
  package var cure: String?
  /// Whether the terminal does not trade without it.
  package var isRequired: Bool
}

/// What one look at a thing gave, before it is tied to the profile.
struct Observation: Hashable {
  var verdict: BoardFinding.Verdict
  var seen: String
  var cure: String?

  static func ready(_ seen: String) -> Observation { Observation(verdict: .ready, seen: seen) }

  static func limited(_ seen: String, cure: String) -> Observation {
    Observation(verdict: .limited, seen: seen, cure: cure)
  }

  static func missing(_ seen: String, cure: String) -> Observation {
    Observation(verdict: .missing, seen: seen, cure: cure)
  }
}
