import BERTLV
import PaymentCryptography
import YAMLDocument

// What is signed.
extension CardSignatures {
  static func values(
    _ authority: CardKey, _ issuer: CardKey, _ pin: RSAKeyPair?, index: UInt8, pan: [UInt8],
    registeredProvider: [UInt8], _ issuerFlaws: CertificateFlaws,
    _ pinFlaws: CertificateFlaws
  ) throws(CryptographyError) -> [String: [UInt8]] {
    var values: [String: [UInt8]] = ["authority-index": [index]]
    let subject = issuerFlaws.subject ?? Array(pan.prefix(3)) + [0xFF]
    switch (authority, issuer) {
    case (.rsa(let signer), .rsa(let key)):
      var certificate = Certificate.issuer(identifier: subject, key: key)
      issuerFlaws.apply(to: &certificate)
      let signed = try certificate.signed(by: signer)
      values["issuer-certificate"] = signed.certificate
      values["issuer-remainder"] = issuerFlaws.changed(signed.remainder)
      values["issuer-exponent"] = signed.exponent
      if let pin {
        var certificate = Certificate.card(pan: pinFlaws.subject ?? pan, key: pin)
        pinFlaws.apply(to: &certificate)
        let signed = try certificate.signed(by: key)
        values["pin-certificate"] = signed.certificate
        values["pin-remainder"] = pinFlaws.changed(signed.remainder)
        values["pin-exponent"] = signed.exponent
      }
    case (.curve(let signer), .curve(let key)) where signer.curve == .sm2:
      values["issuer-certificate"] = try CertificateOfPBOC.issuer(
        identifier: subject, expiry: issuerFlaws.expiry ?? [0x12, 0x49],
        serialNumber: issuerFlaws.serial ?? [0, 0, 1], key: key, by: signer,
        spoiling: issuerFlaws.spoiling)
    case (.curve(let signer), .curve(let key)):
      values["issuer-certificate"] = try CertificateOnCurve.issuer(
        identifier: subject, expiry: issuerFlaws.expiry ?? [0x20, 0x49, 0x12, 0x31],
        serialNumber: issuerFlaws.serial ?? [0, 0, 1], registeredProvider: registeredProvider,
        authorityIndex: index, key: key, by: signer, spoiling: issuerFlaws.spoiling)
    case (.rsa, .curve), (.curve, .rsa): break
    }
    return values
  }

  private static let optional: [DataObjectTag] = [0x92, 0x9F2E, 0x9F2F, 0x9F32, 0x9F47, 0x9F48]

  /// Puts what is signed over the records' static data into them.
  func sign(_ drafts: inout [RecordDraft]) throws(YAMLError) {
    var data = drafts.map(\.record).filter(\.isAuthenticated).flatMap(\.authenticatedBytes)
    let recordData = data
    let hasTagList = drafts.contains { $0.objects.contains { $0.tag == 0x9F4A } }
    if hasTagList { data += profile }
    for index in drafts.indices {
      for place in drafts[index].objects.indices {
        guard case .signed(let object) = drafts[index].objects[place].value else { continue }
        let bytes = try? value(object, data: data, records: recordData)
        drafts[index].objects[place].value = .bytes(bytes ?? [])
      }
      // A remainder that is empty is left out, and so is the exponent of a key that has none.
      drafts[index].objects.removeAll {
        Self.optional.contains($0.tag) && $0.value.bytes.isEmpty
      }
    }
  }

  private func value(
    _ object: RecordDraft.SignedObject, data: [UInt8], records: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    switch object {
    case .staticSignature: try staticSignature(over: data)
    case .cardCertificate: try cardCertificate(over: data, records: records).certificate
    case .cardRemainder: try cardCertificate(over: data, records: records).remainder
    }
  }

  private func staticSignature(over data: [UInt8]) throws(CryptographyError) -> [UInt8] {
    let data = staticFlaws.hasOtherData ? data + [0] : data
    switch issuer {
    case .rsa(let key):
      return try CertificateSignature.staticData(
        data, code: dataAuthenticationCode, by: key, spoiling: staticFlaws.spoiling)
    case .curve(let key):
      return try CertificateOfPBOC.staticData(
        data, code: dataAuthenticationCode, by: key, spoiling: staticFlaws.spoiling)
    }
  }

  private func cardCertificate(
    over staticData: [UInt8], records: [UInt8]
  ) throws(CryptographyError) -> (certificate: [UInt8], remainder: [UInt8]) {
    let other: [UInt8] = cardFlaws.hasOtherData ? [0] : []
    let subject = cardFlaws.subject ?? pan
    switch (issuer, card) {
    case (.rsa(let signer), .rsa(let key)):
      var certificate = Certificate.card(pan: subject, key: key, staticData: staticData + other)
      cardFlaws.apply(to: &certificate)
      let signed = try certificate.signed(by: signer)
      return (signed.certificate, cardFlaws.changed(signed.remainder))
    case (.curve(let signer), .curve(let key)) where signer.curve == .sm2:
      let certificate = try CertificateOfPBOC.card(
        pan: subject, expiry: cardFlaws.expiry ?? [0x12, 0x49], staticData: staticData + other,
        key: key, by: signer, spoiling: cardFlaws.spoiling)
      return (certificate, [])
    case (.curve(let signer), .curve(let key)):
      let covered = CertificateOnCurve.certifiedData(
        records: records, interchangeProfile: profile, applicationName: name,
        processingOptionsList: options)
      let certificate = try CertificateOnCurve.card(
        staticData: covered + other,
        expiry: cardFlaws.expiry ?? [0x20, 0x49, 0x12, 0x31, 0x23, 0x59], key: key, by: signer,
        spoiling: cardFlaws.spoiling)
      return (certificate, [])
    case (.rsa, .curve), (.curve, .rsa), (_, nil): return ([], [])
    }
  }
}
