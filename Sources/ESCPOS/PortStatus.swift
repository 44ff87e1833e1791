/// What the port of a USB printer tells: three bits from the days of the parallel cable.
///
/// Cheap printers send 18 (all well) whatever happens; where the printer answers DLE EOT, that is
/// to be believed.
/// Source: USB printer class 1.1, 4.2.2; the kernel's usblp gives the same bits by LPGETSTATUS.
package struct PortStatus: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue & 0x38 }

  /// There is no error.
  package static let noError = Self(rawValue: 0x08)
  /// The printer is on line.
  package static let selected = Self(rawValue: 0x10)
  /// There is no paper.
  package static let paperEmpty = Self(rawValue: 0x20)

  /// A printer that is well.
  package static let ready: PortStatus = [.noError, .selected]
}
