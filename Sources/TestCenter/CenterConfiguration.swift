package import CenterProtocol

/// How this center behaves where acquirers differ.
package struct CenterConfiguration: Hashable, Sendable {
  /// From which the working keys are made; the same seed gives the same keys.
  package var seed: UInt64
  /// Field 32.
  package var acquirer = "00013100"
  /// The issuer in field 44.
  package var issuer = "01020000"
  /// How messages are authenticated.
  package var macMethod = AcquirerProfile.MACMethod.unionPayECB
  /// Whether the MAC key of `003` and `004` is single-length in a slot of 16 bytes.
  package var macKeyIsSingleLength = true
  /// Whether a decline carries field 64.
  package var authenticatesDeclines = true
  /// Whether a track in clear is a violation.
  package var expectsEncryptedTrack = true
  /// Whether 0510 has the center's totals when they differ, instead of the terminal's.
  package var answersOwnTotals = false
  /// Whether a sign-off ends the batch, so that the next sign-in gives the next number.
  package var advancesBatchAtSignOff = true
  /// What the header of every answer asks for.
  package var processingRequirement = ProcessingRequirement.none

  /// Starts from the common behavior.
  package init(seed: UInt64 = 1) { self.seed = seed }
}
