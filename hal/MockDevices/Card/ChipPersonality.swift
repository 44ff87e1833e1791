package import BERTLV

/// What the chip of a test card holds, and how it misbehaves.
package struct ChipPersonality: Hashable, Sendable {
  /// What it answers when it is reset; nil for a mute chip.
  package var answerToReset: [UInt8]?
  /// Whether it has the directory `1PAY.SYS.DDF01`.
  package var hasDirectory: Bool
  /// Whether the whole card is blocked: every SELECT is answered 6A81.
  package var isBlocked: Bool
  /// How many commands it answers after a reset until it is pulled; nil for all.
  package var commandsUntilRemoval: Int?
  /// Its applications in the order of its directory.
  package var applications: [ApplicationPersonality]

  /// Puts a chip together that behaves unless told otherwise.
  package init(
    answerToReset: [UInt8]?, hasDirectory: Bool = true, isBlocked: Bool = false,
    commandsUntilRemoval: Int? = nil, applications: [ApplicationPersonality]
  ) {
    self.answerToReset = answerToReset
    self.hasDirectory = hasDirectory
    self.isBlocked = isBlocked
    self.commandsUntilRemoval = commandsUntilRemoval
    self.applications = applications
  }
}

/// One record of an application's file.
package struct CardRecord: Hashable, Sendable {
  /// The short file identifier.
  package var file: UInt8
  /// The record's number, from 1.
  package var number: UInt8
  /// Whether offline data authentication would cover it.
  package var isAuthenticated: Bool
  /// What READ RECORD answers, template and all.
  package var bytes: [UInt8]

  /// Takes the bytes of a record as they are.
  package init(file: UInt8, number: UInt8, isAuthenticated: Bool = false, bytes: [UInt8]) {
    self.file = file
    self.number = number
    self.isAuthenticated = isAuthenticated
    self.bytes = bytes
  }

  /// Wraps objects into a template 70.
  package init(
    file: UInt8, number: UInt8, isAuthenticated: Bool = false,
    objects: [(tag: DataObjectTag, value: [UInt8])]
  ) {
    var writer = TLVWriter()
    writer.appendTemplate(0x70) { template in
      for object in objects { template.append(object.tag, object.value) }
    }
    self.init(
      file: file, number: number, isAuthenticated: isAuthenticated, bytes: writer.bytes)
  }
}

extension CardRecord: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "record \(number) of file \(file)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
