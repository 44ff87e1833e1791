import Glibc
import SystemPackage

extension Observation {
  /// Why a port can't be opened, by errno, and what helps.
  static func port(_ code: Int32) -> Observation {
    let seen = "it can't be opened: \(Errno(rawValue: code))"
    return switch code {
    case ENOENT, ENODEV, ENXIO:
      .missing(
        seen,
        cure: "plug it in, or enable the port in the device tree; "
          + "/dev/serial/by-path has names that stay")
    case EACCES, EPERM:
      .missing(
        seen,
        cure: "put the user of posd into the group that owns it (ls -l), usually dialout or lp")
    case EBUSY:
      .missing(
        seen,
        cure: "another program holds it (fuser names it): stop posd or ModemManager while looking")
    case ECONNREFUSED:
      .missing(
        seen, cure: "nothing listens there: check address and port, and that it is switched on")
    case EHOSTUNREACH, ENETUNREACH, ETIMEDOUT:
      .missing(seen, cure: "no way to it: check cable and address")
    default: .missing(seen, cure: "see errno(3)")
    }
  }
}
