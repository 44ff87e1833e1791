import HAL

extension CardReaderError {
  /// What a code means for whoever uses the card.
  ///
  /// Measured with pcsc-lite 1.9.9 and its libccid 1.5.2; a reader that vanished under an open
  /// handle gives INVALID_VALUE there, one that is only unavailable READER_UNAVAILABLE. A card that
  /// does not answer a reset is UNPOWERED_CARD or UNRESPONSIVE_CARD, as the version has it.
  init(_ code: PCSCCode) {
    self =
      switch code {
      case _ where code.meansServiceGone: .serviceUnavailable
      case .securityViolation: .accessDenied
      case .unknownReader, .readerUnavailable, .noReadersAvailable, .invalidValue: .readerGone
      case .noSmartCard: .noCard
      case .removedCard: .cardRemoved
      case .resetCard: .cardReset
      case .sharingViolation: .shared
      case .unpoweredCard, .unresponsiveCard: .mute
      case .protocolMismatch, .unsupportedCard: .unsupportedCard
      case .timeout: .timedOut
      case .unsupportedFeature: .notSupported
      default: .communication(code: Int(code.rawValue))
      }
  }
}
