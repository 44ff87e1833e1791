import BenchSocket
import EmulatedPorts
import HAL
import MockDevices
import SlipRenderer

// What the terminal does to the devices of the counter.
extension BenchWorld {
  /// Tells a terminal that has connected what is there.
  func greetTerminal() {
    panel.send(.networkChanged(networkState))
    tellCables()
    if insertedCard != nil, readers == nil { panel.send(.cardInserted) }
    changed()
  }

  /// The way to the network, as its interface would be.
  var networkState: InterfaceStatus {
    InterfaceStatus(
      exists: true, hasCarrier: isNetworkUp, hasAddress: isNetworkUp, hasDefaultRoute: isNetworkUp)
  }

  /// Takes a message of the terminal.
  func receive(_ message: BenchMessage) {
    switch message {
    case .show(let content): keep(content)
    case .powerUp(let request):
      answer(request, insertedCard?.powerUp() ?? .failure(.noCard))
    case .command(let request, let command):
      answer(request, insertedCard?.transmit(command) ?? .failure(.noCard))
      if let card = insertedCard, card.hasChip, card.isRemoved { removeCard() }
    case .powerDown: break  // the next reset starts the chip anew
    case .keyPressed, .cardInserted, .cardRemoved, .cardAnswered, .cardSwiped, .networkChanged,
      .cable:
      panel.hangUp()  // only the counter says these
    }
  }

  private func answer(_ request: UInt16, _ result: Result<[UInt8], CardReaderError>) {
    panel.send(.cardAnswered(request: request, result))
  }

  /// Takes the card out of the slot.
  func removeCard() {
    insertedCard = nil
    if let readers { readers.remove() } else { panel.send(.cardRemoved) }
    changed()
  }

  /// Keeps what has come out of the printer.
  func keep(_ slip: EmulatedSlip) {
    let image = renderer.image(of: slip)
    slips.append(
      PrintedSlip(
        number: slips.count + 1, lines: slip.textLines, image: (try? image.png()) ?? [],
        width: image.width, height: image.height, isComplete: slip.isComplete))
    changed()
  }

  /// How many bytes reach the printer: of a slip only half when the power is cut while it prints.
  func countReachingPrinter(_ bytes: [UInt8]) -> Int {
    // A question about its state has three bytes.
    guard armedCut == .whilePrinting, bytes.count > 16 else { return bytes.count }
    cutNow()
    return bytes.count / 2
  }

  /// What is left of the terminal when it has ended.
  func terminalEnded(_ end: TerminalProcess.End) {
    panel.hangUp()
    modemLine?.forgetOwner()
    printerLine?.forgetOwner()
    printer.restart()
    switch end {
    case .killed: lastProblem = nil
    case .exited(let status):
      let word = log.last.map { ": \($0.text)" } ?? ""
      lastProblem = "终端程序退出 posd ended with status \(status)\(word)"
    }
    changed()
  }
}
