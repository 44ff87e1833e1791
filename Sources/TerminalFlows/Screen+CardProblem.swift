import ChipTransaction
import EMVKernel
import HAL

extension Screen.CardProblem {
  /// What a failed transaction means for people; nil when the surroundings know it themselves.
  init?(_ failure: ChipTransactionFailure) {
    switch failure {
    case .cardLost(let error): self.init(error)
    case .kernel(let failure): self.init(failure)
    case .stopped: return nil
    }
  }

  /// What a failed exchange means for people.
  init(_ error: CardReaderError) {
    self =
      switch error {
      case .noCard, .cardRemoved, .readerGone: .removed
      case .mute, .timedOut: .mute
      case .serviceUnavailable, .accessDenied, .cardReset, .shared, .unsupportedCard,
        .notSupported, .invalidCommand, .communication:
        .faulty
      }
  }

  /// What a failed phase means for people.
  init(_ failure: KernelFailure) {
    self =
      switch failure {
      case .cardBlocked: .blocked
      case .noApplication, .cancelled: .noApplication
      case .refused, .malformedAnswer, .malformedRecord, .invalidFileLocator, .missing, .invalid,
        .duplicate, .cryptogramOutOfOrder:
        .faulty
      }
  }
}
