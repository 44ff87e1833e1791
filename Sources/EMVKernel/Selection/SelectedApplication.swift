package import BERTLV

/// The application that the transaction uses, and what the card said when it was selected.
package struct SelectedApplication: Hashable, Sendable {
  /// Which one.
  package let candidate: CandidateApplication
  /// The cardholder's languages in order of preference (tag 5F2D), the application's own first.
  package let languages: LanguagePreference
  private let control: SelectionObjects

  /// Reads file control information; nil when it is malformed or names another application.
  ///
  /// Source: EMV 4.3 Book 1, 11.3.4 and 12.4.
  init?(
    candidate: CandidateApplication, data: [UInt8], directoryLanguages: LanguagePreference?
  ) {
    guard let control = try? SelectionObjects(TLVReader(data).only(0x6F).rest),
      control.value(0x84) == candidate.name.bytes
    else { return nil }
    self.candidate = candidate
    self.control = control
    let own = control.value(0x5F2D).map { LanguagePreference($0) }
    languages = own ?? directoryLanguages ?? LanguagePreference([])
  }

  /// Its primitive objects in the order of the card.
  package var objects: [(tag: DataObjectTag, value: [UInt8])] {
    control.all.map { ($0.tag, $0.value) }
  }
}
