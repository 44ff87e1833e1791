import BERTLV

/// The directory of a test chip, one application a record.
///
/// Source: EMV 4.3 Book 1, 12.2.
enum EmulatedDirectory {
  /// `1PAY.SYS.DDF01`.
  static let name = Array("1PAY.SYS.DDF01".utf8)
  /// The file that holds the entries.
  static let file: UInt8 = 1

  /// What SELECT answers.
  static var control: [UInt8] {
    var writer = TLVWriter()
    writer.appendTemplate(0x6F) { control in
      control.append(0x84, name)
      control.appendTemplate(0xA5) {
        $0.append(0x88, [file])
        $0.append(0x5F2D, "zh".utf8)
      }
    }
    return writer.bytes
  }

  /// What READ RECORD answers, or nil when there is no such record.
  static func record(_ number: UInt8, of chip: ChipPersonality) -> [UInt8]? {
    guard chip.applications.indices.contains(Int(number) - 1) else { return nil }
    let application = chip.applications[Int(number) - 1]
    var writer = TLVWriter()
    writer.appendTemplate(0x70) {
      $0.appendTemplate(0x61) { entry in
        entry.append(0x4F, application.identifier)
        entry.append(0x50, application.label.utf8)
        if let indicator = application.priorityIndicator { entry.append(0x87, [indicator]) }
      }
    }
    return writer.bytes
  }
}
