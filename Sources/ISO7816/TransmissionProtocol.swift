/// How command and answer travel between reader and card.
///
/// Source: ISO/IEC 7816-3, 10 (T=0) and 11 (T=1).
package enum TransmissionProtocol: UInt8, Hashable, Sendable {
  /// Characters, half duplex: data go in one direction only with each command.
  case t0 = 0
  /// Blocks, half duplex: a command with all its parts goes as it is.
  case t1 = 1
}
