package import HAL

/// The way to the network of the virtual counter, as the counter tells it.
package final class BenchNetworkStatus: NetworkStatus {
  private static let unknown = InterfaceStatus(
    exists: false, hasCarrier: false, hasAddress: false)

  private let connection: BenchConnection
  private var status = unknown

  /// Puts it on a connection.
  package init(connection: BenchConnection) {
    self.connection = connection
    connection.add(self)
  }

  /// What the counter said last; without a counter there is no interface.
  package func interfaceStatus() -> InterfaceStatus { status }
}

extension BenchNetworkStatus: BenchReceiver {
  func connectionOpened() {}
  func connectionLost() { status = Self.unknown }

  func receive(_ message: BenchMessage) {
    if case .networkChanged(let status) = message { self.status = status }
  }
}
