package import BERTLV
package import PaymentTypes

/// The center's answer as far as the chip is concerned.
package struct IssuerResponse: Hashable, Sendable {
  /// The center's verdict, field 39; the card gets it as 8A.
  package let responseCode: ResponseCode
  /// What proves to the card that its issuer has spoken (tag 91): ARPC and response code.
  package let authenticationData: [UInt8]?
  /// Scripts for before the second GENERATE AC (tag 71).
  package let scriptsBeforeFinalCryptogram: [IssuerScript]
  /// Scripts for after it (tag 72).
  package let scriptsAfterFinalCryptogram: [IssuerScript]

  /// The center's verdict alone: it had nothing to say to the card.
  package init(responseCode: ResponseCode) {
    self.responseCode = responseCode
    authenticationData = nil
    scriptsBeforeFinalCryptogram = []
    scriptsAfterFinalCryptogram = []
  }

  /// Reads field 55 of an answer; an empty one is legal.
  ///
  /// Offsets of errors count in the field. Source: EMV 4.3 Book 3, 10.9 and 10.10; UnionPay POS
  /// field 55 of a response.
  package init(
    responseCode: ResponseCode, integratedCircuitCardData: [UInt8]
  ) throws(TLVError) {
    var authenticationData: [UInt8]?
    var before: [IssuerScript] = []
    var after: [IssuerScript] = []
    var reader = TLVReader(integratedCircuitCardData)
    while let object = try reader.next() {
      switch object.tag {
      case 0x91: authenticationData = Array(object.value)
      case 0x71: before.append(IssuerScript(object))
      case 0x72: after.append(IssuerScript(object))
      default: break
      }
    }
    self.responseCode = responseCode
    self.authenticationData = authenticationData
    scriptsBeforeFinalCryptogram = before
    scriptsAfterFinalCryptogram = after
  }

  /// Whether the center asks the operator to call the issuer, who then decides.
  ///
  /// Source: EMV 4.3 Book 4, 12.2.3.
  package func isReferral(by configuration: KernelConfiguration) -> Bool {
    configuration.referralResponseCodes.contains(responseCode)
  }

  /// Whether the center said yes, so that the card is asked for a TC.
  package func isApproved(by configuration: KernelConfiguration) -> Bool {
    configuration.approvingResponseCodes.contains(responseCode)
  }
}
