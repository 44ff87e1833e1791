import CenterProtocol
import ISO8583
import PaymentCryptography
import Testing

@Suite struct CoverageVectorTests {
  /// Vector C's MAC key, single length.
  static let key: [UInt8] = [0x31, 0x40, 0x58, 0x26, 0x52, 0x58, 0x97, 0x92]

  @Test(arguments: [3, 4, 5, 6, 7, 8, 9, 19, 20])
  func `a constructed message's code is that of the covered bytes`(number: Int) throws {
    let message = try constructed(number)
    let covered = Array(try #require(message.authenticatedBytes))
    let code = try MessageAuthentication.unionPayECB(covered, key: Self.key)
    #expect(message.bytes(of: .messageAuthenticationCode) == code)
  }
}
