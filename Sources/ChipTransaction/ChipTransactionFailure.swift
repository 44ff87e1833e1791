package import EMVKernel
package import HAL

/// Why a chip transaction did not come to its end.
package enum ChipTransactionFailure: Error, Hashable, Sendable {
  /// The card is gone, or its answer did not arrive.
  case cardLost(CardReaderError)
  /// The surroundings ended it.
  case stopped
  /// A phase of the kernel ended it.
  case kernel(KernelFailure)

  init(_ interruption: ChipInterruption) {
    self =
      switch interruption {
      case .cardLost(let error): .cardLost(error)
      case .stopped: .stopped
      }
  }
}
