import BoardProfile
import BenchSocket
package import HAL

extension BoardDrivers {
  /// The groove for magnetic stripes; nil when the board has none.
  package func magstripeReader() -> (any MagstripeReader)? {
    devices.swipeReader.map {
      BenchMagstripeReader(name: DeviceName("swipe-reader"), connection: benchConnection($0.path))
    }
  }
}
