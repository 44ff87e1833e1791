/// An issuer's certificate that its scheme has taken back.
///
/// Source: EMV 4.3 Book 2, 5.1.2 (certification revocation list).
package struct RevokedCertificate: Hashable, Sendable {
  /// The scheme (RID), five bytes.
  package let registeredProvider: [UInt8]
  /// The key that signed it.
  package let authorityIndex: UInt8
  /// Its number, three bytes.
  package let serialNumber: [UInt8]

  /// Names a certificate.
  package init(registeredProvider: [UInt8], authorityIndex: UInt8, serialNumber: [UInt8]) {
    self.registeredProvider = registeredProvider
    self.authorityIndex = authorityIndex
    self.serialNumber = serialNumber
  }
}
