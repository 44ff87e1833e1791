import EventLoop
import Glibc

/// The serial ports that a modem or a printer may hang on.
struct SerialPortSearch: DeviceSearch {
  let kind = "serial-ports"

  func devices(on loop: EventLoop) async throws(Complaint) -> [ListedDevice] {
    SerialPortList.ports().map { port in
      var details: [[String]] = []
      if let name = port.pathName { details.append(["by socket", name]) }
      if let name = port.identityName { details.append(["by serial number", name]) }
      return ListedDevice(
        kind: kind, name: port.device, state: Self.state(of: port.device), details: details,
        profile: ["path: \(port.bestName)"])
    }
  }

  /// Nothing is opened: a port that another program holds stays untouched.
  private static func state(of device: String) -> String {
    access(device, R_OK | W_OK) == 0
      ? "may be opened" : "may not be opened: run as root or as a member of dialout"
  }
}
