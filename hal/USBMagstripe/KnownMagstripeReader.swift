package import MagneticStripe
package import USBHost

/// Swipe readers by vendor and product, and how they report.
///
/// Source: reference 2.2; the makers' manuals.
package enum KnownMagstripeReader: Hashable, Sendable {
  /// It sends reports.
  case reports(SwipeReportFormat)
  /// It types, as a keyboard does.
  case types

  /// What is known of a device; nil when it is none of those below.
  package init?(_ identity: USBIdentity) {
    switch (identity.vendor, identity.product) {
    case (0x0801, 0x0001), (0x0ACD, 0x2030): self = .types
    case (0x0801, 0x0002), (0x0ACD, 0x0510), (0x0ACD, 0x2020): self = .reports(.magTek)
    case (0x0801, 0x0011), (0x0801, 0x0013), (0x0801, 0x0014): self = .reports(.magTekEncrypted)
    case (0x0ACD, 0x0500), (0x0ACD, 0x2010): self = .reports(.idTech)
    default: return nil
    }
  }
}
