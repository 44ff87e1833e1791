package import HAL
package import PaymentTypes

/// A slip that tells a helper at the telephone what is wrong, in the terminal's own words.
package struct DiagnosisReceipt: Hashable, Sendable {
  /// One finding.
  package struct Finding: Hashable, Sendable {
    /// What was looked at.
    package var label: String
    /// What was seen.
    package var value: String

    /// Puts a finding together.
    package init(_ label: String, _ value: String) {
      self.label = label
      self.value = value
    }
  }

  /// What it is about, such as `连接诊断`.
  package var title: String
  /// When it was looked at.
  package var time: CivilTime
  /// The cause and what to do, line by line.
  package var advice: [String]
  /// What was seen.
  package var findings: [Finding]
  /// What a telephone's camera may read off the slip, such as ICCID and cause.
  package var code: String?

  /// Puts a diagnosis together.
  package init(
    title: String, time: CivilTime, advice: [String], findings: [Finding], code: String? = nil
  ) {
    self.title = title
    self.time = time
    self.advice = advice
    self.findings = findings
    self.code = code
  }

  /// The slip, ready for any printer.
  package func document(language: OperatorLanguage = .chinese) -> PrintDocument {
    var slip = DocumentComposer(language)
    slip.heading(title)
    slip.pair(.diagnosisTime, time.text)
    slip.rule()
    for line in advice { slip.text(line, isBold: true) }
    if !advice.isEmpty { slip.rule() }
    for finding in findings { slip.pair(finding.label, finding.value) }
    if let code { slip.code(code) }
    slip.end(isDuplicate: false, isTest: false)
    return slip.document
  }
}
