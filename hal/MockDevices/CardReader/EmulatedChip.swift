/// What an emulated card slot has contacts to: something that answers resets and commands.
package protocol EmulatedChip: AnyObject {
  /// Whether it has left the slot by itself; a reset puts it back.
  var isRemoved: Bool { get }
  /// Whether it plays T=0 itself, 61xx and 6Cxx included; otherwise the slot does.
  var answersTransport: Bool { get }
  /// How the slot gives out over T=0 what it says.
  var transport: TransportHabits { get }
  /// Powers it up; nil when it stays mute.
  func reset(isWarm: Bool) -> [UInt8]?
  /// Answers one command; the answer is empty when it stays silent.
  func process(_ command: [UInt8]) -> [UInt8]
}

extension EmulatedChip {
  package var isRemoved: Bool { false }
  package var answersTransport: Bool { false }
  package var transport: TransportHabits { TransportHabits() }
}

extension CardSimulator: EmulatedChip {
  package var transport: TransportHabits { personality.transport }
}
