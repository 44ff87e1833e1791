import EMVKernel
import ISO7816
import MockDevices
import PaymentTypes
import TestCards

/// A chip sale with an emulated card, and the same again without it.
struct CardRecording {
  /// Why there is no recording.
  enum Failure: Error {
    case noCard
    case refused(KernelFailure?)
    case otherCommands
  }

  private let exchanges: [(command: [UInt8], answer: [UInt8])]

  /// Exchanges of the recorded sale, selection and script included.
  static let exchangeCount = (try? CardRecording())?.exchanges.count ?? 1

  /// Records a sale with the bench's debit card.
  init() throws {
    let chip = TestCards.benchCard("chip-debit-online-pin")?.chip
    guard let chip else { throw Failure.noCard }
    let card = CardSimulator(chip)
    _ = card.reset()
    var exchanges: [(command: [UInt8], answer: [UInt8])] = []
    try KernelSale { command in
      let answer = card.process(command)
      exchanges.append((command, answer))
      return answer
    }.run()
    self.exchanges = exchanges
  }

  /// Runs the sale with the recorded answers; the kernel asks the same, as its chance is fixed.
  func replay() throws {
    var index = 0
    try KernelSale { command in
      guard index < exchanges.count, exchanges[index].command == command else { return [] }
      index += 1
      return exchanges[index - 1].answer
    }.run()
    guard index == exchanges.count else { throw Failure.otherCommands }
  }
}
