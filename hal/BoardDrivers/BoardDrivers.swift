import BenchSocket
package import BoardProfile
package import EventLoop
import PCSCReader
import USBHost

/// Makes the drivers that a board profile names, one kind of device a file.
///
/// Making a driver touches no device. What waits for its device in the background does so from
/// `start()` on.
package final class BoardDrivers {
  let devices: DeviceSettings
  let loop: EventLoop
  private var connections: [String: BenchConnection] = [:]
  private var usbHost: USBHost?
  private var starts: [() -> Void] = []
  private var service: PCSCService?
  /// What the profile says and can't be done, of drivers made so far that do without it.
  package private(set) var excused: [DriverMistake] = []

  /// Drivers for these devices, on this loop.
  package init(_ devices: DeviceSettings, loop: EventLoop) {
    self.devices = devices
    self.loop = loop
  }

  /// Starts the drivers made so far that wait for their device in the background.
  package func start() {
    for start in starts { start() }
    starts = []
  }

  /// Lets a mistake of a device pass that the terminal can do without; any other is thrown.
  func excuse(_ mistake: DriverMistake, _ criticality: Criticality) throws(DriverMistake) {
    guard criticality == .degraded else { throw mistake }
    if !excused.contains(mistake) { excused.append(mistake) }
  }

  /// Has `action` done by `start()`.
  func onStart(_ action: @escaping () -> Void) { starts.append(action) }

  /// The USB devices of the board, one host for all drivers.
  func sharedUSBHost() throws(USBError) -> USBHost {
    if let usbHost { return usbHost }
    let host = try USBHost(loop: loop)
    usbHost = host
    return host
  }

  /// One watch for all card readers behind pcscd.
  func pcscService() -> PCSCService {
    if let service { return service }
    let service = PCSCService(loop: loop)
    self.service = service
    onStart { service.start() }
    return service
  }

  /// One connection for all devices behind the same socket.
  func benchConnection(_ path: String) -> BenchConnection {
    if let connection = connections[path] { return connection }
    let connection = BenchConnection(path: path, loop: loop)
    connections[path] = connection
    onStart { connection.start() }
    return connection
  }
}
