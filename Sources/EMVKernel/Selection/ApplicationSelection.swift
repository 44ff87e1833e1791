import BERTLV
package import ISO7816

/// Finds the application to use: by the card's directory, else by trying the terminal's list.
///
/// The cardholder is asked when there are several, or when the only one wants to be confirmed.
/// Source: EMV 4.3 Book 1, 12.
///
/// ```swift
/// var selection = ApplicationSelection(configuration: configuration)
/// var step = selection.begin()
/// while true {
///   switch step {
///   case .transmit(let command): step = selection.resume(with: try await card.send(command))
///   case .choose(let candidates, let isRetry):
///     step = selection.resume(choosing: await ask(candidates, isRetry: isRetry))
///   case .confirm(let candidate):
///     step = selection.resume(choosing: await confirm(candidate) ? candidate : nil)
///   case .selected(let application): return application
///   case .failed(let failure): throw failure
///   }
/// }
/// ```
package struct ApplicationSelection: Hashable, Sendable {
  /// What the driver is to do next.
  package enum Step: Hashable, Sendable {
    /// Send the command and resume with its answer.
    case transmit(CommandAPDU)
    /// Let the cardholder choose one of several, best first; after a retry the last one failed.
    case choose([CandidateApplication], isRetry: Bool)
    /// Ask the cardholder whether this one may be used.
    case confirm(CandidateApplication)
    /// Go on with initiation.
    case selected(SelectedApplication)
    /// End.
    case failed(KernelFailure)
  }

  enum State: Hashable, Sendable {
    case selectingDirectory
    case readingDirectory(file: UInt8, record: UInt8)
    case trying(index: Int, occurrence: Int)
    case asking
    case selecting(CandidateApplication)
    case finished
  }

  /// How often the next application with the same beginning is asked for.
  static let occurrenceLimit = 16
  /// `1PAY.SYS.DDF01`.
  static let directoryName = Array("1PAY.SYS.DDF01".utf8)

  let configuration: KernelConfiguration
  var state = State.selectingDirectory
  var candidates = CandidateList()
  private var isRetry = false

  /// Prepares a selection; `begin` starts it.
  package init(configuration: KernelConfiguration) { self.configuration = configuration }

  /// Starts with the card's directory.
  package mutating func begin() -> Step {
    state = .selectingDirectory
    return .transmit(.select(Self.directoryName))
  }

  /// Goes on with the answer to the last command.
  package mutating func resume(with response: ResponseAPDU) -> Step {
    switch state {
    case .selectingDirectory: directorySelected(response)
    case .readingDirectory(let file, let record):
      directoryRead(response, file: file, record: record)
    case .trying(let index, let occurrence):
      tried(response, index: index, occurrence: occurrence)
    case .selecting(let candidate): selected(response, candidate)
    case .asking, .finished: preconditionFailure("no command is under way")
    }
  }

  /// Goes on with the cardholder's choice; nil and what was not offered end the selection.
  package mutating func resume(choosing candidate: CandidateApplication?) -> Step {
    guard state == .asking else { preconditionFailure("nobody was asked") }
    guard let candidate, candidates.applications.contains(candidate) else {
      return finish(.failed(.cancelled))
    }
    return select(candidate)
  }

  /// Goes on without the selected application, which the card refused to start (6985).
  ///
  /// Source: EMV 4.3 Book 3, 10.1 and Book 4, 6.3.1.
  package mutating func resume(rejecting application: SelectedApplication) -> Step {
    candidates.remove(application.candidate)
    isRetry = true
    return offer()
  }

  /// Selects the only candidate, or asks (Book 1, 12.4).
  mutating func offer() -> Step {
    let offered = candidates.byPriority
    guard let best = offered.first else { return finish(.failed(.noApplication)) }
    if !configuration.offersApplicationChoice {
      guard let free = offered.first(where: { !$0.requiresConfirmation }) else {
        return finish(.failed(.noApplication))
      }
      return select(free)
    }
    state = .asking
    if offered.count > 1 { return .choose(offered, isRetry: isRetry) }
    return best.requiresConfirmation ? .confirm(best) : select(best)
  }

  private mutating func select(_ candidate: CandidateApplication) -> Step {
    state = .selecting(candidate)
    return .transmit(.select(candidate.name.bytes))
  }

  private mutating func selected(
    _ response: ResponseAPDU, _ candidate: CandidateApplication
  ) -> Step {
    if response.status == .functionNotSupported { return finish(.failed(.cardBlocked)) }
    guard response.status == .success,
      let application = SelectedApplication(candidate: candidate, data: response.data)
    else {
      candidates.remove(candidate)
      isRetry = true
      return offer()
    }
    return finish(.selected(application))
  }

  mutating func finish(_ step: Step) -> Step {
    state = .finished
    return step
  }
}
