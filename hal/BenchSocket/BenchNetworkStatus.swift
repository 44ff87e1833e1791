package import HAL

/// The way to the network of the virtual counter, as the counter tells it.
package final class BenchNetworkStatus: NetworkStatus {
  private let connection: BenchConnection
  private var status = InterfaceStatus.missing
  private weak var sink: (any DeviceEventSink)?

  /// Puts it on a connection.
  package init(connection: BenchConnection) {
    self.connection = connection
    connection.add(self)
  }

  /// What the counter said last; without a counter there is no interface.
  package func interfaceStatus() -> InterfaceStatus { status }

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }

  private func become(_ status: InterfaceStatus) {
    guard status != self.status else { return }
    self.status = status
    sink?.post(.networkChanged)
  }
}

extension BenchNetworkStatus: BenchReceiver {
  func connectionOpened() {}
  func connectionLost() { become(.missing) }

  func receive(_ message: BenchMessage) {
    if case .networkChanged(let status) = message { become(status) }
  }
}
