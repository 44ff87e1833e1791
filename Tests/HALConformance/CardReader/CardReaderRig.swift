package import HAL

/// A card reader and the hands that work it.
///
/// A board maker writes one for a reader of their own. Hands that are not there throw
/// `HandsMissing`, and the checks that need them are left out, loudly.
package protocol CardReaderRig: AnyObject {
  /// The reader, whose device is there and whose slot is empty.
  var reader: any CardReader { get }
  /// The events since the reader was found.
  var events: EventRecorder { get }
  /// The time.
  var clock: any DeviceClock { get }
  /// Puts a card in.
  func insert(_ card: ConformanceCard) async throws
  /// Pulls the card.
  func remove() async throws
  /// Lets the card take its time for each answer from now on.
  func setAnswerDelay(_ delay: Duration) async throws
  /// Lets the card stay silent on the next command.
  func silenceCard() async throws
  /// Pulls the card while it works on the next command.
  func removeDuringNextCommand() async throws
  /// Pulls the reader's cable.
  func unplug() async throws
  /// Plugs the reader in again.
  func plug() async throws
  /// Kills the service behind the reader.
  func killService() async throws
  /// Starts the service behind the reader again.
  func startService() async throws
  /// Says what the cardholder does at the reader's own keys.
  func type(_ typing: ConformanceTyping) async throws
}

/// A card that a check wants in the slot.
///
/// All but the mute one echo: `00 88 00 00 Lc data Le` gives the data back; `00 84 00 n Le` gives n
/// bytes 00, 01, …; `00 C2 sw1 sw2 Lc data Le` gives the data with this status word; `00 20 00 80`
/// verifies the PIN 1234 as EMV's plaintext block, with three tries. Other instructions are 6D00.
package enum ConformanceCard: Hashable, Sendable, CaseIterable {
  /// Over T=0.
  case overCharacters
  /// Over T=1.
  case overBlocks
  /// Answers no reset.
  case mute
  /// Its answers to reset are not what EMV allows.
  case notForPayment
  /// Its answer to a cold reset is not what EMV allows, the one to a warm reset is.
  case betterWhenWarm
}

/// What a cardholder does at a reader's own keys.
package enum ConformanceTyping: Hashable, Sendable {
  /// Types these digits and OK.
  case digits(String)
  /// Presses cancel.
  case cancel
  /// Does nothing.
  case nothing
}

extension CardReaderRig {
  package func setAnswerDelay(_ delay: Duration) async throws {
    throw HandsMissing("nobody can slow the card down")
  }
  package func silenceCard() async throws { throw HandsMissing("nobody can silence the card") }
  package func removeDuringNextCommand() async throws {
    throw HandsMissing("nobody is quick enough to pull the card in the middle of a command")
  }
  package func unplug() async throws { throw HandsMissing("nobody can pull the reader's cable") }
  package func plug() async throws { throw HandsMissing("nobody can plug the reader in") }
  package func killService() async throws { throw HandsMissing("there is no service to be killed") }
  package func startService() async throws { throw HandsMissing("there is no service to start") }
  package func type(_ typing: ConformanceTyping) async throws {
    throw HandsMissing("the reader has no keys")
  }
}
