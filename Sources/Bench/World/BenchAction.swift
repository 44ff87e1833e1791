package import HAL
package import TestCenter

/// Something that a person or a scenario does to the virtual counter.
package enum BenchAction: Hashable, Sendable {
  /// Start the terminal.
  case powerOn
  /// Kill the terminal, now or at a point of its work.
  case cutPower(CutPoint)
  /// Press keys, one after the other.
  case press([Key])
  /// Put a card into the chip slot.
  case insertCard(CardIdentifier)
  /// Pull the card out of the slot.
  case removeCard
  /// Draw a card through the groove.
  case swipeCard(CardIdentifier)
  /// Take the SIM out of its holder.
  case pullSIM
  /// Put the SIM back.
  case insertSIM
  /// Set the power at the antenna, in dBm.
  case setSignal(Int)
  /// Pull the cable of a device.
  case unplug(CounterDevice)
  /// Plug it in again.
  case plug(CounterDevice)
  /// Break the way to the network.
  case tearNetwork
  /// Mend it.
  case restoreNetwork
  /// Stop the center: it refuses connections.
  case stopCenter
  /// Start the center again, with its books.
  case startCenter
  /// Let the center do something wrong; nil ends what was asked for.
  case faultCenter(CenterFault?)
  /// Take the paper out of the printer.
  case takePaper
  /// Let the roll end when so many more lines are printed.
  case endPaper(afterLines: Int)
  /// Put paper in.
  case loadPaper
  /// Open the printer's cover.
  case openCover
  /// Close it.
  case closeCover
}

extension BenchAction {
  /// The actions that need no value, by their word in scenarios and on the page.
  static let simple: [String: BenchAction] = [
    "power-on": .powerOn, "remove-card": .removeCard, "pull-sim": .pullSIM,
    "insert-sim": .insertSIM, "tear-network": .tearNetwork, "restore-network": .restoreNetwork,
    "stop-center": .stopCenter, "start-center": .startCenter, "clear-fault": .faultCenter(nil),
    "take-paper": .takePaper, "load-paper": .loadPaper, "open-cover": .openCover,
    "close-cover": .closeCover,
  ]
}

/// The name of a card of the virtual counter, such as `credit`.
package struct CardIdentifier: Hashable, Sendable, CustomStringConvertible {
  /// The name.
  package let text: String
  /// Names a card; whether there is such a card, the catalogue says.
  package init(_ text: String) { self.text = text }
  package var description: String { text }
}
