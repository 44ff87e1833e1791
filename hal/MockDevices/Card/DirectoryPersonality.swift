package import ISO7816

/// A directory of a test chip: the payment system environment, or one that it lists.
///
/// Source: EMV 4.3 Book 1, 12.2.
package struct DirectoryPersonality: Hashable, Sendable {
  /// `1PAY.SYS.DDF01`.
  package static let paymentSystemName = Array("1PAY.SYS.DDF01".utf8)

  /// Its name.
  package var name: [UInt8]
  /// The short file identifier of its records (tag 88).
  package var file: UInt8
  /// The languages of the cardholder, two letters each (tag 5F2D); empty leaves it out.
  package var languages: String
  /// The code table of names in it (tag 9F11); nil leaves it out.
  package var codeTable: UInt8?
  /// What SELECT is answered with, besides the data.
  package var status: StatusWord
  /// What SELECT answers in the place of what the rest gives; nil for that.
  package var control: [UInt8]?
  /// Its records with their templates; nil for one application a record.
  package var records: [[UInt8]]?

  /// Puts a directory together that lists every application.
  package init(
    name: [UInt8] = DirectoryPersonality.paymentSystemName, file: UInt8 = 1,
    languages: String = "zh", codeTable: UInt8? = nil, status: StatusWord = .success,
    control: [UInt8]? = nil, records: [[UInt8]]? = nil
  ) {
    self.name = name
    self.file = file
    self.languages = languages
    self.codeTable = codeTable
    self.status = status
    self.control = control
    self.records = records
  }
}
