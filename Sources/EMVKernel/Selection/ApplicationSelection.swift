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
    case selectingDirectory([UInt8])
    case readingDirectory(DirectoryPosition)
    case trying(index: Int, occurrence: Int)
    /// Somebody was asked, about this one application or about all.
    case asking(CandidateApplication?)
    case selecting(CandidateApplication)
    case finished
  }

  /// How often the next application with the same beginning is asked for.
  static let occurrenceLimit = 16
  /// How many further directories a card's directories may name.
  static let directoryLimit = 8
  /// `1PAY.SYS.DDF01`.
  static let directoryName = Array("1PAY.SYS.DDF01".utf8)

  let configuration: KernelConfiguration
  /// The cardholder's languages as the card's directory has them.
  var directoryLanguages: LanguagePreference?
  var state = State.selectingDirectory(directoryName)
  var candidates = CandidateList()
  var directoryCodeTable: [UInt8]?
  /// Names of further directories, and how many of them have been opened.
  var directories: [[UInt8]] = []
  var openDirectories = 0
  private var isRetry = false

  /// The applications that card and terminal share, as far as they are known, best first.
  package var candidatesByPriority: [CandidateApplication] { candidates.byPriority }

  /// Prepares a selection; `begin` starts it.
  package init(configuration: KernelConfiguration) { self.configuration = configuration }

  /// Starts with the card's directory.
  package mutating func begin() -> Step {
    state = .selectingDirectory(Self.directoryName)
    return .transmit(.select(Self.directoryName))
  }

  /// Goes on with the answer to the last command.
  package mutating func resume(with response: ResponseAPDU) -> Step {
    switch state {
    case .selectingDirectory(let name): directorySelected(response, name)
    case .readingDirectory(let position): directoryRead(response, position)
    case .trying(let index, let occurrence):
      tried(response, index: index, occurrence: occurrence)
    case .selecting(let candidate): selected(response, candidate)
    case .asking, .finished: preconditionFailure("no command is under way")
    }
  }

  /// Goes on with the cardholder's choice; nil and what was not offered end the selection.
  ///
  /// A terminal that shows no list asks about one application after the other: there nil goes on
  /// with the next one.
  package mutating func resume(choosing candidate: CandidateApplication?) -> Step {
    guard case .asking(let asked) = state else { preconditionFailure("nobody was asked") }
    guard let candidate, candidates.applications.contains(candidate) else {
      guard !configuration.offersApplicationChoice, let asked else {
        return finish(.failed(.cancelled))
      }
      candidates.remove(asked)
      return candidates.applications.isEmpty ? finish(.failed(.cancelled)) : offer()
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
    if !configuration.offersApplicationChoice { return offerWithoutChoice(offered) }
    if offered.count > 1 {
      state = .asking(nil)
      return .choose(offered, isRetry: isRetry)
    }
    return best.requiresConfirmation ? confirm(best) : select(best)
  }

  /// The best application that needs no confirmation; when each needs it, the cardholder is asked
  /// about one after the other (12.4).
  private mutating func offerWithoutChoice(_ offered: [CandidateApplication]) -> Step {
    if let free = offered.first(where: { !$0.requiresConfirmation }) { return select(free) }
    guard let best = offered.first, configuration.asksForConfirmation else {
      return finish(.failed(.noApplication))
    }
    return confirm(best)
  }

  private mutating func confirm(_ candidate: CandidateApplication) -> Step {
    state = .asking(candidate)
    return .confirm(candidate)
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
      let application = SelectedApplication(
        candidate: candidate, data: response.data, directoryLanguages: directoryLanguages)
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
