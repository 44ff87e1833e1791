package import BERTLV
package import ISO7816

/// Why the chip transaction can't go on; whatever was approved before must be reversed.
///
/// Places are tags, files and records, never values. Source: EMV 4.3 Book 3, 7.5 and 10.
package enum KernelFailure: Error, Hashable, Sendable {
  /// The card is blocked, or knows no SELECT.
  case cardBlocked
  /// The card has no application that the terminal may use, or none is left.
  case noApplication
  /// The cardholder chose none of the applications.
  case cancelled
  /// The card refused a command that it must do.
  case refused(Command, StatusWord)
  /// An answer is not what its command calls for.
  case malformedAnswer(Command)
  /// A record is not one template of data objects.
  case malformedRecord(file: UInt8, record: UInt8)
  /// The file locator points to what can't be, or the answer has none.
  case invalidFileLocator
  /// An object that every card must have is missing.
  case missing(DataObjectTag)
  /// An object has a value that can't be.
  case invalid(DataObjectTag)
  /// The card gave an object twice.
  case duplicate(DataObjectTag)
  /// The card gave a better cryptogram than it was asked for, or one of the reserved kind.
  case cryptogramOutOfOrder

  /// The commands that a card must do.
  package enum Command: Hashable, Sendable {
    /// GET PROCESSING OPTIONS.
    case getProcessingOptions
    /// READ RECORD of a file and a record.
    case readRecord(file: UInt8, record: UInt8)
    /// GENERATE AC, the first.
    case firstGenerateCryptogram
    /// GENERATE AC, the second.
    case secondGenerateCryptogram
  }
}
