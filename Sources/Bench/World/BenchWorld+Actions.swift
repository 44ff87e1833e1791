import BenchSocket
import HAL
import MockDevices

// What a person or a scenario does.
extension BenchWorld {
  /// Does one thing, at once.
  package func perform(_ action: BenchAction) async throws(BenchProblem) {
    defer { changed() }
    switch action {
    case .powerOn: try await powerOn()
    case .cutPower(let point): try cutPower(point)
    case .press(let keys): try press(keys)
    case .insertCard(let identifier): try insert(identifier)
    case .removeCard:
      guard insertedCard != nil else {
        throw BenchProblem("没有卡 There is no card in the slot", cure: "insert one first")
      }
      removeCard()
    case .swipeCard(let identifier): try swipe(identifier)
    case .pullSIM: modem.setSIM(nil)
    case .insertSIM: modem.setSIM(EmulatedSIM())
    case .setSignal(let dBm): modem.signal = dBm
    case .unplug(let device): try setCable(of: device, isPlugged: false)
    case .plug(let device): try setCable(of: device, isPlugged: true)
    case .tearNetwork: await setNetwork(isUp: false)
    case .restoreNetwork: await setNetwork(isUp: true)
    case .stopCenter: await center.stop()
    case .startCenter:
      try await center.listen()
      serveCenter()
    case .faultCenter(let fault):
      chosenFault = FaultMenu.entries.first { $0.fault == fault }?.identifier
      await center.setFault(fault)
    case .takePaper: printer.removePaper()
    case .endPaper(let lines): printer.linesUntilPaperEnd = lines
    case .loadPaper: printer.loadPaper()
    case .openCover: printer.isCoverOpen = true
    case .closeCover: printer.isCoverOpen = false
    }
  }

  private func powerOn() async throws(BenchProblem) {
    lastProblem = nil
    armedCut = nil
    try await readers?.powerOn()
    try terminal.start()
  }

  private func cutPower(_ point: CutPoint) throws(BenchProblem) {
    guard terminal.isRunning else {
      throw BenchProblem("终端已断电 The terminal is off", cure: "power it on first")
    }
    if point == .now { cutNow() } else { armedCut = armedCut == point ? nil : point }
  }

  /// Cuts the power at a point that has come.
  func cutNow() {
    armedCut = nil
    terminal.kill()
    readers?.cutPower()
    panel.hangUp()
    changed()
  }

  private func press(_ keys: [Key]) throws(BenchProblem) {
    guard panel.isConnected else {
      throw BenchProblem("终端没有开机 The terminal is not on", cure: "power it on first")
    }
    try require(.keypad)
    for key in keys { panel.send(.keyPressed(key)) }
  }

  private func card(_ identifier: CardIdentifier) throws(BenchProblem) -> CounterCard {
    guard let card = cards.first(where: { $0.identifier == identifier }) else {
      throw BenchProblem("没有卡 There is no card “\(identifier)”", cure: "see docs/scenarios.md")
    }
    return card
  }

  private func insert(_ identifier: CardIdentifier) throws(BenchProblem) {
    let card = try card(identifier)
    guard insertedCard == nil else {
      throw BenchProblem("卡槽有卡 There is a card in the slot", cure: "remove it first")
    }
    guard let chip = card.chip else {
      throw BenchProblem("此卡无芯片 “\(identifier)” has no chip", cure: "swipe it")
    }
    try require(.cardReader)
    insertedCard = card
    if let readers { readers.insert(chip) } else { panel.send(.cardInserted) }
  }

  private func swipe(_ identifier: CardIdentifier) throws(BenchProblem) {
    guard let swipe = try card(identifier).swipe else {
      throw BenchProblem("此卡无磁条 “\(identifier)” has no stripe", cure: "insert it")
    }
    try require(.swipeReader)
    panel.send(.cardSwiped(swipe))
  }

  private func setNetwork(isUp: Bool) async {
    isNetworkUp = isUp
    panel.send(.networkChanged(networkState))
    await center.setOutage(!isUp)
  }
}
