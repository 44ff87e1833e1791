package import BERTLV

/// One record of an application's file.
package struct CardRecord: Hashable, Sendable {
  /// The short file identifier.
  package var file: UInt8
  /// The record's number, from 1.
  package var number: UInt8
  /// Whether offline data authentication covers it.
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

  /// The first value with this tag in the record's template; nil without one.
  package func value(_ tag: DataObjectTag) -> [UInt8]? {
    guard let contents = try? TLVReader(bytes).only(0x70) else { return nil }
    return (try? contents.first(tag)).map { Array($0) }
  }

  /// What offline data authentication covers of it: the contents of the template in files 1 to 10,
  /// all of it in others.
  ///
  /// Source: EMV 4.3 Book 3, 10.3.
  package var authenticatedBytes: [UInt8] {
    guard file <= 10, let contents = try? TLVReader(bytes).only(0x70) else { return bytes }
    return Array(contents.rest)
  }
}

extension CardRecord: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "record \(number) of file \(file)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
