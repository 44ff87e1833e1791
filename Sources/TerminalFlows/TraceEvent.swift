package import ChipTransaction
package import Connectivity
package import HAL
package import ISO8583
package import Ledger
import PaymentTypes

/// What the firmware tells its log; nothing in it is secret once it is written by `masked` means.
package enum TraceEvent: Sendable {
  /// A message left for the center.
  case sent(Message)
  /// A message came from the center.
  case received(Message)
  /// A message came that belongs to nothing that was asked, and was dropped.
  case droppedForeignAnswer(Message)
  /// Bytes came that are no message.
  case unreadableAnswer(DecodingError)
  /// The way to the center failed.
  case connectionFailed(TroubleCause)
  /// A rung or a block changed.
  case ladder(Rung, TroubleCause?)
  /// A device was found missing, or is back.
  case device(DeviceRoll.Entry)
  /// Another screen is shown.
  case screen(String)
  /// A transaction went on.
  case outcome(TransactionIdentity, String)
  /// The ledger failed.
  case ledgerFailed(LedgerError)
  /// A chip card was read or used; whoever keeps the recording masks it first.
  case cardSession(SessionRecording)
  /// A slip came out, proven so, or did not.
  case slip(TransactionIdentity, copy: SlipCopy, proof: PrintProof?)
  /// A try to print a slip failed.
  case printFailed(PrintJobIdentifier, PrintFailure)
}
