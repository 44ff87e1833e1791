import HAL
import SystemPackage

extension PrinterError {
  /// What is wrong and what to do, for a person at the printer.
  var words: String {
    switch self {
    case .portUnavailable(let code):
      "the printer's port can't be used (\(Errno(rawValue: code))): check "
        + "devices.printer.transport, the cable, and who may open it"
    case .paperOut: "no paper: put a roll in"
    case .coverOpen: "the cover is open: close it"
    case .overheated: "the head is too hot: wait a little"
    case .cutterStuck: "the cutter is stuck: free it, then print again"
    case .mechanical: "paper is jammed: clear it, then print again"
    case .unrecoverable: "the printer needs a repair"
    case .offline: "the printer is plugged in and takes nothing: check cover and feed button"
    case .timedOut:
      "the printer does not answer: check power, cable and speed, and devices.printer.status, "
        + "which is none for printers that never answer"
    }
  }
}
