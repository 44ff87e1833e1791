import BoardProfile
import BenchSocket
package import HAL
import NetworkLink
import SystemPackage

extension BoardDrivers {
  /// What tells the state of the network interface.
  package func network() throws(DriverMistake) -> any NetworkStatus {
    switch devices.network.source {
    case .benchSocket(let path): return BenchNetworkStatus(connection: benchConnection(path))
    case .interface(let name):
      do throws(Errno) {
        return try InterfaceMonitor(interface: name, loop: loop)
      } catch {
        throw DriverMistake("cannot ask the kernel for network interfaces: \(error)")
      }
    }
  }
}
