/// The device face of an emulated device that speaks bytes over a line, such as a modem.
///
/// It knows no loop and no descriptor: whoever carries the bytes calls `receive`, and fetches what
/// the device says on its own when `onUnsolicited` tells so.
package protocol EmulatedByteDevice: AnyObject {
  /// Takes bytes in any pieces, and gives those that the device sends at once.
  func receive(_ bytes: [UInt8]) -> [UInt8]
  /// Takes away the bytes that the device wants to send without being asked.
  func takeUnsolicited() -> [UInt8]
  /// Called when bytes for `takeUnsolicited` have come up, or bytes are taken again.
  var onUnsolicited: (() -> Void)? { get set }
  /// Whether the line may bring more: a device with a handshake says no when it is full.
  var takesBytes: Bool { get }
}

extension EmulatedByteDevice {
  /// It has no handshake: it always says yes.
  package var takesBytes: Bool { true }
}
