import CLibUSB

/// Why something could not be done with a USB device.
///
/// Source: the codes and transfer states of libusb 1.0; reference 2.10.
package enum USBError: Error, Hashable, Sendable {
  /// The process may not open the device: `udevRule` of its identity cures that.
  case accessDenied(USBIdentity)
  /// Another process or a kernel driver holds the interface.
  case busy
  /// The device was pulled, or its cable was.
  case deviceGone
  /// The device has no such interface or endpoint.
  case notFound
  /// The deadline has passed; so many bytes had crossed by then.
  case timedOut(transferred: Int)
  /// The endpoint halted, or the device refused the request: `clearHalt` before the next transfer.
  case stalled
  /// The device sent more than the transfer had room for; the excess is lost.
  case overflow
  /// Somebody on this side ended the transfer; so many bytes had crossed by then.
  case cancelled(transferred: Int)
  /// The bus failed: noise, a bad cable, a hub.
  case inputOutput
  /// The system has no memory for it.
  case outOfMemory
  /// The system or the library can't do this.
  case notSupported
  /// A code that has no meaning here; libusb's number.
  case unexpected(Int32)

  /// The error of a code that a call returned; nil for success and for counts.
  init?(code: Int32, identity: USBIdentity) {
    if code >= 0 { return nil }
    self =
      switch libusb_error(rawValue: code) {
      case LIBUSB_ERROR_ACCESS: .accessDenied(identity)
      case LIBUSB_ERROR_BUSY: .busy
      case LIBUSB_ERROR_NO_DEVICE: .deviceGone
      // Linux calls an interface that the device has not an invalid argument of the claim.
      case LIBUSB_ERROR_NOT_FOUND, LIBUSB_ERROR_INVALID_PARAM: .notFound
      case LIBUSB_ERROR_TIMEOUT: .timedOut(transferred: 0)
      case LIBUSB_ERROR_PIPE: .stalled
      case LIBUSB_ERROR_OVERFLOW: .overflow
      case LIBUSB_ERROR_INTERRUPTED: .cancelled(transferred: 0)
      case LIBUSB_ERROR_IO: .inputOutput
      case LIBUSB_ERROR_NO_MEM: .outOfMemory
      case LIBUSB_ERROR_NOT_SUPPORTED: .notSupported
      default: .unexpected(code)
      }
  }

  /// The error of a transfer that has ended; nil when it is complete.
  init?(status: libusb_transfer_status, transferred: Int) {
    switch status {
    case LIBUSB_TRANSFER_COMPLETED: return nil
    case LIBUSB_TRANSFER_TIMED_OUT: self = .timedOut(transferred: transferred)
    case LIBUSB_TRANSFER_CANCELLED: self = .cancelled(transferred: transferred)
    case LIBUSB_TRANSFER_STALL: self = .stalled
    case LIBUSB_TRANSFER_NO_DEVICE: self = .deviceGone
    case LIBUSB_TRANSFER_OVERFLOW: self = .overflow
    default: self = .inputOutput
    }
  }
}

extension USBError: CustomStringConvertible {
  /// What is wrong and what to do about it, in one sentence.
  package var description: String {
    switch self {
    case .accessDenied(let identity):
      "no right to open \(identity); a udev rule gives it: \(identity.udevRule)"
    case .busy: "another process or a kernel driver holds the device"
    case .deviceGone: "the device is unplugged"
    case .notFound: "the device has no such interface or endpoint"
    case .timedOut(let count): "no answer in time, after \(count) bytes"
    case .stalled: "the device refused the transfer (stall)"
    case .overflow: "the device sent more than was asked for"
    case .cancelled(let count): "cancelled after \(count) bytes"
    case .inputOutput: "the bus failed: look at cable and hub"
    case .outOfMemory: "no memory for USB transfers"
    case .notSupported: "this system can't do that with USB"
    case .unexpected(let code): "libusb says \(code)"
    }
  }
}
