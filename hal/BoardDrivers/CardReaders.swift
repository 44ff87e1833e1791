import BoardProfile
import BenchSocket
package import HAL

extension BoardDrivers {
  /// The customer's slot for chip cards; nil when the board has none.
  package func cardReader() -> (any CardReader)? {
    devices.cardReader.map {
      BenchCardReader(name: DeviceName("card-reader"), connection: benchConnection($0.path))
    }
  }
}
