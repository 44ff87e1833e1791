package import BoardProfile
import BenchSocket
package import HAL
package import PCSCReader

extension BoardDrivers {
  /// The reader of a role; nil when the board has none.
  package func cardReader(_ role: CardReaderRole) -> (any CardReader)? {
    guard let settings = devices.cardReaders.first(where: { $0.role == role }) else { return nil }
    let name = DeviceName("card-reader-\(role.text)")
    switch settings.port {
    case .benchSocket(let path):
      return BenchCardReader(name: name, connection: benchConnection(path))
    case .pcsc(let rule):
      return PCSCReader(
        name: name, match: PCSCReaderMatch(rule),
        accepting: role == .customer ? .payment : .any, usesPINPad: settings.pinPad == .use,
        service: pcscService())
    }
  }
}

extension PCSCReaderMatch {
  /// The rule of a profile.
  package init(_ rule: CardReaderSettings.PCSCRule) {
    self.init(
      namePrefix: rule.namePrefix, interface: rule.interface, serial: rule.serial, slot: rule.slot)
  }
}
