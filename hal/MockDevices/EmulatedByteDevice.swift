/// The device face of an emulated device that speaks bytes over a line, such as a modem.
///
/// It knows no clock, no loop and no descriptor: whoever carries the bytes calls `receive`, and
/// fetches what the device says on its own when `onUnsolicited` tells so.
package protocol EmulatedByteDevice: AnyObject {
  /// Takes bytes in any pieces, and gives those that the device sends at once.
  func receive(_ bytes: [UInt8]) -> [UInt8]
  /// Takes away the bytes that the device wants to send without being asked.
  func takeUnsolicited() -> [UInt8]
  /// Called when bytes for `takeUnsolicited` have come up.
  var onUnsolicited: (() -> Void)? { get set }
}
