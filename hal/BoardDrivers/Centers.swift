package import BoardProfile
package import EventLoop
package import HAL
import NetworkLink

extension BoardDrivers {
  /// The link to the acquirer's center; nothing is connected yet.
  package static func center(
    _ settings: CenterSettings, loop: EventLoop
  ) throws(DriverMistake) -> any CenterLink {
    switch settings.protection {
    case .none:
      return TCPCenterLink(
        host: settings.host, port: settings.port, protection: .plain, loop: loop)
    case .tls(let file, let name):
      do throws(TLSConfigurationError) {
        let configuration = try TLSClientConfiguration(authorityFile: file)
        return TCPCenterLink(
          host: settings.host, port: settings.port,
          protection: .tls(configuration, name: name), loop: loop)
      } catch {
        let why =
          if case .authorityFileUnreadable(_, let why) = error { "can't be read: \(why)" } else {
            "holds no certificates"
          }
        throw DriverMistake("center.tls.ca-file: \(file) \(why)")
      }
    }
  }
}
