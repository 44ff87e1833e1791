/// Which calls of a device go wrong, and how.
///
/// A `Faulty…` wrapper asks it once a call; equal plans give equal faults.
package struct FaultPlan<Fault: Sendable>: Sendable {
  private enum Rule: Sendable {
    case script([Fault?])
    case chance([Fault], oneIn: Int, SplitMix64)
  }

  private var rule: Rule

  /// Nothing goes wrong.
  package static var none: FaultPlan { FaultPlan(rule: .script([])) }

  /// The first call gets the first fault, and so on; nil lets a call through, as the end does.
  package static func scripted(_ faults: [Fault?]) -> FaultPlan {
    FaultPlan(rule: .script(faults.reversed()))
  }

  /// One call in `oneIn`, on average, gets one of `choices`.
  package static func random(_ choices: [Fault], oneIn: Int, seed: UInt64) -> FaultPlan {
    FaultPlan(rule: .chance(choices, oneIn: oneIn, SplitMix64(seed: seed)))
  }

  /// The fault of the next call; nil when it goes through.
  package mutating func next() -> Fault? {
    switch rule {
    case .script(var rest):
      let fault = rest.popLast() ?? nil
      rule = .script(rest)
      return fault
    case .chance(let choices, let oneIn, var random):
      defer { rule = .chance(choices, oneIn: oneIn, random) }
      guard !choices.isEmpty, random.below(oneIn) == 0 else { return nil }
      return choices[random.below(choices.count)]
    }
  }
}
