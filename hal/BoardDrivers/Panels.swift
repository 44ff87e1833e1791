import BoardProfile
import BenchSocket
package import HAL

extension BoardDrivers {
  /// The screen.
  package func display() -> any Display {
    BenchDisplay(
      name: DeviceName("display"), connection: benchConnection(devices.display.path))
  }

  /// The keys.
  package func keypad() -> any Keypad {
    BenchKeypad(name: DeviceName("keypad"), connection: benchConnection(devices.keypad.path))
  }
}
