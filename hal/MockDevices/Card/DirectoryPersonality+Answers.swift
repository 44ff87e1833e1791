import BERTLV

/// What a directory of a test chip answers.
///
/// Source: EMV 4.3 Book 1, 12.2.
extension DirectoryPersonality {
  /// What SELECT answers.
  var controlInformation: [UInt8] {
    if let control { return control }
    var writer = TLVWriter()
    writer.appendTemplate(0x6F) { control in
      control.append(0x84, name)
      control.appendTemplate(0xA5) { body in
        body.append(0x88, [file])
        if !languages.isEmpty { body.append(0x5F2D, languages.utf8) }
        if let codeTable { body.append(0x9F11, [codeTable]) }
      }
    }
    return writer.bytes
  }

  /// What READ RECORD answers, or nil when there is no such record.
  func record(_ number: UInt8, of applications: [ApplicationPersonality]) -> [UInt8]? {
    let place = Int(number) - 1
    if let records { return records.indices.contains(place) ? records[place] : nil }
    guard applications.indices.contains(place) else { return nil }
    return Self.record([Self.entry(of: applications[place])])
  }

  /// A record of entries, each the contents of a template 61.
  static func record(_ entries: [[UInt8]]) -> [UInt8] {
    var writer = TLVWriter()
    writer.appendTemplate(0x70) { record in
      for entry in entries { record.append(0x61, entry) }
    }
    return writer.bytes
  }

  /// The entry of an application.
  static func entry(of application: ApplicationPersonality) -> [UInt8] {
    var writer = TLVWriter()
    writer.append(0x4F, application.identifier)
    if let label = application.label { writer.append(0x50, label.utf8) }
    if let indicator = application.priorityIndicator { writer.append(0x87, [indicator]) }
    if let name = application.preferredName { writer.append(0x9F12, name) }
    return writer.bytes
  }

  /// The entry of a directory below this one.
  static func entry(ofDirectory name: [UInt8]) -> [UInt8] {
    var writer = TLVWriter()
    writer.append(0x9D, name)
    return writer.bytes
  }
}
