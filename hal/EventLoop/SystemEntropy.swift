import CLinux
import Glibc
import HAL

/// Random numbers of the kernel.
package final class SystemEntropy: EntropySource {
  /// Makes the source.
  package init() {}

  /// Blocks only in the first moments after power-on, until the kernel has gathered enough.
  package func randomBytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let result = bytes.withUnsafeMutableBytes {
        getrandom($0.baseAddress?.advanced(by: done), count - done, 0)
      }
      precondition(result > 0 || errno == EINTR, "the kernel gives no random numbers")
      done += max(0, result)
    }
    return bytes
  }
}

/// A board without a way to tell that its supply fails: a cut comes without notice.
package final class SilentPowerSupply: PowerSupply {
  /// Makes the supply.
  package init() {}
  package var isFailing: Bool { false }
  package var isAvailable: Bool? { nil }
}
