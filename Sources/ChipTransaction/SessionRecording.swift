import BERTLV
package import EMVKernel
import ISO7816
package import JSONText
import Octets
import PaymentTypes

/// A chip transaction as a file that `posctl emv replay` plays, so that a field problem becomes a
/// test.
///
/// Masked, it holds no card number, track or name: fillers of the same length stand for them, see
/// `CardDataFiller`; signatures over them can then no longer be verified. Unmasked it is for test
/// cards alone.
package struct SessionRecording {
  private let configuration: KernelConfiguration
  private let parameters: TransactionParameters
  private let record: ChipTransactionRecord
  private let lastAmount: Int

  /// Takes what a `ChipSequence` was given and what it gave, and the last amount of the history.
  package init(
    configuration: KernelConfiguration, parameters: TransactionParameters,
    record: ChipTransactionRecord, lastAmount: Int = 0
  ) {
    self.configuration = configuration
    self.parameters = parameters
    self.record = record
    self.lastAmount = lastAmount
  }

  /// The number of the transaction at its terminal.
  package var sequenceNumber: Int { parameters.sequenceCounter.number }

  /// How many commands were sent to the card.
  package var exchangeCount: Int { record.exchanges.count }

  /// The file's one object.
  package func json(isMasked: Bool) -> JSONValue {
    .object([
      .init("terminal", .array(terminalObjects.map(Self.object))),
      .init("transaction", .object(transaction)),
      .init("settings", .object(settings)),
      .init("caKeys", .array(authorityKeys)),
      .init(
        "card",
        .object([
          .init("transport", "apdu"), .init("exchanges", .array(exchanges(isMasked: isMasked))),
        ])),
    ])
  }

  private static func object(_ tag: DataObjectTag, _ value: [UInt8]) -> JSONValue {
    .object([.init("t", .string(tag.text)), .init("v", .string(Hexadecimal.text(value)))])
  }

  private func exchanges(isMasked: Bool) -> [JSONValue] {
    let filler = CardDataFiller(record.store?.primaryAccountNumber)
    return record.exchanges.map { exchange in
      let command = isMasked ? filler.command(exchange.command) : exchange.command
      let response = exchange.response.map { response in
        isMasked ? filler.response(response, to: exchange.command) : response
      }
      return .object([
        .init("c", .string(Hexadecimal.text(command))),
        .init("r", response.map { .string(Hexadecimal.text($0)) } ?? .null),
      ])
    }
  }

  /// The keys that the selected application's certificates may call for.
  private var authorityKeys: [JSONValue] {
    let name = record.application?.candidate.name.bytes ?? []
    let index = record.store?.value(0x8F)?.first
    return configuration.authorityKeys.filter {
      name.starts(with: $0.registeredProvider) && $0.index == index
    }.map(Self.json)
  }

  private static func json(_ key: CertificationAuthorityKey) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("rid", .string(Hexadecimal.text(key.registeredProvider))),
      .init("index", .string(Hexadecimal.text([key.index]))),
    ]
    switch key.key {
    case .rsa(let key):
      members.append(.init("modulus", .string(Hexadecimal.text(key.modulus))))
      members.append(.init("exponent", .string(Hexadecimal.text(key.exponent))))
    case .curve(let key):
      let curve =
        switch key.suite {
        case .p256: "p256"
        case .p521: "p521"
        case .sm2: "sm2"
        }
      members.append(.init("curve", .string(curve)))
      members.append(.init("point", .string(Hexadecimal.text(key.point))))
    }
    if let expiry = key.expiry {
      members.append(.init("expiry", .string(Hexadecimal.text(expiry.bytes))))
    }
    return .object(members)
  }
}

extension SessionRecording {
  private var transaction: [JSONValue.Member] {
    var members: [JSONValue.Member] = [
      .init("amount", .number(parameters.amount.minorUnits)),
      .init("cashback", .number(parameters.cashbackAmount.minorUnits)),
      .init("date", .string(parameters.time.yearMonthDay)),
      .init("time", .string(parameters.time.hourMinuteSecond)),
      .init("type", .string(Hexadecimal.text([parameters.kind.rawValue]))),
      .init("unpredictableNumber", .string(hexadecimal(parameters.unpredictableNumber))),
      .init("counter", .number(parameters.sequenceCounter.number)),
      .init("random", .number(parameters.randomPercentage)),
      .init("forcedOnline", .boolean(parameters.isForcedOnline)),
      .init("lastAmount", .number(lastAmount)),
      .init("acceptByForce", .boolean(record.outcome == .acceptedByMerchant)),
    ]
    if let application = record.application, !record.offers.isEmpty {
      members.append(
        .init("application", .string(Hexadecimal.text(application.candidate.name.bytes))))
    } else if record.failure == .kernel(.cancelled) {
      members.append(.init("application", "none"))
    }
    if let word = pinEntry { members.append(.init("pin", .string(word))) }
    if let online = record.online { members.append(.init("online", json(online))) }
    return members
  }

  /// How the cardholder dealt with the PIN pad, as the results tell.
  private var pinEntry: String? {
    guard let results = record.store?.verificationResults else { return nil }
    if results.contains(.pinNotEntered) { return "bypassed" }
    if results.contains(.pinPadMissing) { return "broken" }
    return results.contains(.onlinePINEntered) ? "entered" : nil
  }

  private func json(_ online: OnlineResult) -> JSONValue {
    switch online {
    case .unableToGoOnline: "unreachable"
    case .outcomeUnknown: "unknown"
    case .answered(let response): .object(members(response))
    case .approvedByReferral(let response):
      .object(members(response) + [.init("approvedByReferral", true)])
    }
  }

  private func members(_ response: IssuerResponse) -> [JSONValue.Member] {
    var writer = TLVWriter()
    if let proof = response.authenticationData { writer.append(0x91, proof) }
    for script in response.scriptsBeforeFinalCryptogram { writer.append(script, 0x71) }
    for script in response.scriptsAfterFinalCryptogram { writer.append(script, 0x72) }
    return [
      .init("responseCode", .string(response.responseCode.text)),
      .init("data", .string(Hexadecimal.text(writer.bytes))),
    ]
  }

  /// What no object tells of a terminal.
  private var settings: [JSONValue.Member] {
    let codes = configuration.approvingResponseCodes.map(\.text).sorted()
    return [
      .init("offersChoice", .boolean(configuration.offersApplicationChoice)),
      .init("asksForConfirmation", .boolean(configuration.asksForConfirmation)),
      .init("managesRisk", .boolean(configuration.alwaysManagesRisk)),
      .init("allowsForcedAcceptance", .boolean(configuration.allowsForcedAcceptance)),
      .init("approvingCodes", .array(codes.map { .string($0) })),
    ]
  }

  private var terminalObjects: [(DataObjectTag, [UInt8])] {
    var objects: [(DataObjectTag, [UInt8])] = [
      (0x9F35, [configuration.terminalType.rawValue]),
      (0x9F33, configuration.claimedCapabilities.bytes),
      (0x9F40, configuration.additionalCapabilities.bytes),
      (0x9F1A, bytes(configuration.countryCode)), (0x5F2A, bytes(configuration.currencyCode)),
      (0x5F36, [configuration.currencyExponent]),
      (0x9F1E, Array(configuration.deviceSerialNumber.utf8)),
    ]
    if let code = configuration.merchantCategoryCode { objects.append((0x9F15, bytes(code))) }
    if let terminal = configuration.terminal {
      objects.append((0x9F1C, Array(terminal.text.utf8)))
    }
    if let merchant = configuration.merchant {
      objects.append((0x9F16, Array(merchant.text.utf8)))
    }
    for application in configuration.applications { objects += self.objects(application) }
    return objects
  }

  private func objects(_ application: ApplicationConfiguration) -> [(DataObjectTag, [UInt8])] {
    var objects: [(DataObjectTag, [UInt8])] = [
      (0x9F06, application.identifier.bytes),
      (0xDF01, [application.allowsPartialMatch ? 1 : 0]), (0x9F09, bytes(application.version)),
      (0xDF11, application.actionCodeDefault.bytes),
      (0xDF12, application.actionCodeOnline.bytes),
      (0xDF13, application.actionCodeDenial.bytes), (0x9F1B, bytes(application.floorLimit)),
      (0xDF15, bytes(application.randomSelectionThreshold)),
      (0xDF16, digits(application.maximumTargetPercentage)),
      (0xDF17, digits(application.targetPercentage)),
      (0xDF14, application.defaultDynamicDataList),
    ]
    if !application.defaultCertificateDataList.isEmpty {
      objects.append((0x97, application.defaultCertificateDataList))
    }
    return objects
  }

  private func bytes(_ number: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    stride(from: number.bitWidth - 8, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: number >> $0)
    }
  }

  private func hexadecimal(_ number: UInt32) -> String { Hexadecimal.text(bytes(number)) }

  /// Two digits in a byte.
  private func digits(_ number: Int) -> [UInt8] {
    [UInt8(clamping: (number / 10 % 10) << 4 | number % 10)]
  }
}

extension TLVWriter {
  /// A script as it came; one that was malformed becomes another that is.
  fileprivate mutating func append(_ script: IssuerScript, _ tag: DataObjectTag) {
    appendTemplate(tag) { writer in
      writer.append(0x9F18, script.identifier)
      for command in script.commands?.map(\.bytes) ?? [[0]] { writer.append(0x86, command) }
    }
  }
}
