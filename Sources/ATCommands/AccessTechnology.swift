/// What kind of cell a modem uses.
///
/// Source: 3GPP TS 27.007, 7.2 (AcT).
package enum AccessTechnology: Int, Hashable, Sendable, CaseIterable {
  /// GSM.
  case gsm = 0
  /// GSM Compact.
  case gsmCompact = 1
  /// UTRAN.
  case utran = 2
  /// GSM with EGPRS.
  case edge = 3
  /// UTRAN with HSDPA.
  case hsdpa = 4
  /// UTRAN with HSUPA.
  case hsupa = 5
  /// UTRAN with both.
  case hspa = 6
  /// E-UTRAN.
  case lte = 7
  /// EC-GSM-IoT.
  case extendedCoverageGSM = 8
  /// E-UTRAN, narrow band.
  case narrowBandIoT = 9
  /// E-UTRA at a 5G core.
  case lteAtFifthGenerationCore = 10
  /// NR at a 5G core.
  case newRadio = 11
  /// NG-RAN.
  case nextGenerationRAN = 12
  /// E-UTRA and NR together.
  case dualConnectivity = 13

  /// What people call it.
  package var text: String {
    switch self {
    case .gsm, .gsmCompact, .extendedCoverageGSM: "GSM"
    case .edge: "EDGE"
    case .utran: "UMTS"
    case .hsdpa, .hsupa, .hspa: "HSPA"
    case .lte, .lteAtFifthGenerationCore: "LTE"
    case .narrowBandIoT: "NB-IoT"
    case .newRadio, .nextGenerationRAN, .dualConnectivity: "5G"
    }
  }
}
