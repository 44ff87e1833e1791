/// A printer of slips.
///
/// A slip is a job: it is begun only when nothing is known to keep it from its end, is never
/// continued behind an interruption, and ends with a proof. What a failure means to a payment is
/// nobody's business here: nothing.
public protocol ReceiptPrinter: AnyObject {
  /// What the profile calls it.
  var name: DeviceName { get }
  /// How many half-width characters stand on a line.
  var columns: Int { get }

  /// Asks for paper, cover, head and cutter.
  ///
  /// An obstacle is part of the answer; an error is thrown only when the printer can't be asked. A
  /// call waits for a slip under way, no longer than its time-out, which it outlasts by a second at
  /// the most.
  func status(timeout: Duration) async throws(PrinterError) -> PrinterStatus

  /// Prints a whole slip, and returns only when it is out or can't come out.
  ///
  /// Without paper, with an open cover or a fault nothing is begun. A head that is too hot is
  /// waited for within the time-out. Whatever stops the slip in the middle, the rest of it is
  /// thrown away. To call again is to say that somebody has put right what the failure named; the
  /// slip then comes from its top, cut off from the piece that may hang out. The caller marks it as
  /// a duplicate when the failure says that a part of it may be on paper.
  ///
  /// The call outlasts its time-out by three seconds at the most: one each to find out what a
  /// silent port knows, to have the printer throw away what waits in it, and to reset the port.
  ///
  /// When nothing but the cut was missing, calling again with the same identifier finishes that
  /// slip, and prints no other.
  func print(_ job: PrintJob, timeout: Duration) async throws(PrintFailure) -> PrintReport
}
