/// A command and what its answer looks like.
package struct ATCommand: Hashable, Sendable {
  /// Which lines before the final result belong to the answer.
  package enum Expectation: Hashable, Sendable {
    /// None: only the final result.
    case nothing
    /// Lines with this name before a colon; `OK` without one is somebody else's.
    case named(String)
    /// The state of a registration, told from the same line coming unasked.
    case registration(RegistrationDomain)
    /// A bare number of so many characters, or a line with the name.
    case number(named: String, characters: ClosedRange<Int>)
    /// Whatever comes.
    case freeText
    /// A call: results such as `CONNECT` and `NO CARRIER` end it.
    case call
  }

  /// What follows `AT`.
  package let body: String
  /// What its answer looks like.
  package let expectation: Expectation
  /// How long the slowest known module takes for it.
  package let patience: Duration
  /// Whether `OK` may come without any line.
  private let mayBeEmpty: Bool

  /// Makes a command; nil when a character is not printable ASCII or the line too long.
  ///
  /// Old modules cut command lines at 80 characters, the default limit; newer ones take more.
  package init?(
    _ body: String, expecting expectation: Expectation = .nothing,
    patience: Duration = .seconds(5), lengthLimit: Int = 78
  ) {
    guard body.utf8.count <= lengthLimit, body.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
    else { return nil }
    self.init(checked: body, expectation, patience: patience)
  }

  private init(
    checked body: String, _ expectation: Expectation = .nothing, patience: Duration = .seconds(5),
    mayBeEmpty: Bool = false
  ) {
    self.body = body
    self.expectation = expectation
    self.patience = patience
    self.mayBeEmpty = mayBeEmpty
  }

  /// The whole line without its end.
  package var line: String { "AT" + body }
  /// The bytes to send; a command ends with CR alone.
  package var bytes: [UInt8] { Array(line.utf8) + [0x0D] }

  /// Whether a line that came while this command runs is part of its answer.
  package func accepts(_ line: String) -> Bool {
    switch expectation {
    case .nothing, .call: false
    case .freeText: true
    case .named(let name): InformationLine(line)?.name == name
    case .registration(let domain): Self.isAnswer(line, domain)
    case .number(let name, let characters):
      InformationLine(line)?.name == name
        || characters.contains(line.utf8.count) && line.utf8.allSatisfy(Self.isHexadecimalDigit)
    }
  }

  /// Whether `OK` without any line before it can't be this command's.
  package var requiresInformation: Bool {
    switch expectation {
    case .nothing, .call, .freeText: false
    case .named, .registration, .number: !mayBeEmpty
    }
  }

  private static func isAnswer(_ line: String, _ domain: RegistrationDomain) -> Bool {
    guard let information = InformationLine(line), information.name == domain.rawValue
    else { return false }
    return NetworkRegistration(answer: information) != nil
  }

  private static func isHexadecimalDigit(_ character: UInt8) -> Bool {
    switch character {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}

extension ATCommand {
  /// Asks nothing: whether the modem is there.
  package static let attention = ATCommand(checked: "", patience: .milliseconds(300))
  /// Stops the echo of commands.
  package static let echoOff = ATCommand(checked: "E0")
  /// Results as words.
  package static let verboseResults = ATCommand(checked: "V1")
  /// Errors as numbers.
  package static let numericErrors = ATCommand(checked: "+CMEE=1")
  /// How errors are told; its answer can't be mistaken, so it marks a place in the conversation.
  package static let errorMode = ATCommand(checked: "+CMEE?", .named("+CMEE"))
  /// Whether the radio is on; its answer marks a place in the conversation too.
  package static let functionality = ATCommand(checked: "+CFUN?", .named("+CFUN"))
  /// The radio on.
  package static let radioOn = ATCommand(checked: "+CFUN=1", patience: .seconds(40))
  /// The radio off, the SIM as it is.
  package static let radioOff = ATCommand(checked: "+CFUN=4", patience: .seconds(40))
  /// Everything off that draws current.
  package static let minimumFunctionality = ATCommand(checked: "+CFUN=0", patience: .seconds(40))
  /// A restart by command.
  package static let restart = ATCommand(checked: "+CFUN=1,1", patience: .seconds(40))
  /// The operator as its long name.
  package static let operatorAsName = ATCommand(checked: "+COPS=3,0")
  /// The operator as its number.
  package static let operatorAsNumber = ATCommand(checked: "+COPS=3,2")
  /// The tries left of PIN and PUK.
  package static let triesLeft = ATCommand(checked: "+CPINR", .named("+CPINR"))
  /// The packet data contexts and their access points.
  package static let packetContexts = ATCommand(
    checked: "+CGDCONT?", .named("+CGDCONT"), mayBeEmpty: true)
  /// Which packet data contexts are active.
  package static let activeContexts = ATCommand(
    checked: "+CGACT?", .named("+CGACT"), mayBeEmpty: true)
  /// Changes of the packet domain come unasked.
  package static let reportPacketEvents = ATCommand(checked: "+CGEREP=2,0")
  /// Who made the module.
  package static let manufacturer = ATCommand(checked: "+CGMI", .freeText)
  /// Which module it is.
  package static let model = ATCommand(checked: "+CGMM", .freeText)
  /// The version of its firmware.
  package static let revision = ATCommand(checked: "+CGMR", .freeText)
  /// The state of the SIM; some modules answer late when there is none.
  package static let simState = ATCommand(
    checked: "+CPIN?", .named("+CPIN"), patience: .seconds(10))
  /// The signal.
  package static let signalQuality = ATCommand(checked: "+CSQ", .named("+CSQ"))
  /// The signal in the terms of each generation.
  package static let extendedSignalQuality = ATCommand(checked: "+CESQ", .named("+CESQ"))
  /// The operator.
  package static let networkOperator = ATCommand(checked: "+COPS?", .named("+COPS"))
  /// Whether packet data is attached.
  package static let packetAttachment = ATCommand(checked: "+CGATT?", .named("+CGATT"))
  /// The IMEI.
  package static let imei = ATCommand(
    checked: "+CGSN", .number(named: "+CGSN", characters: 15...15))
  /// The IMSI.
  package static let imsi = ATCommand(checked: "+CIMI", .number(named: "+CIMI", characters: 6...15))
  /// The ICCID from the SIM's own file, which every modem can read.
  package static let iccidFile = ATCommand(checked: "+CRSM=176,12258,0,0,10", .named("+CRSM"))

  /// The state of a registration.
  package static func registration(_ domain: RegistrationDomain) -> ATCommand {
    ATCommand(checked: domain.rawValue + "?", .registration(domain))
  }

  /// Which changes of a registration come unasked: 2 with the place, 3 with the cause too.
  package static func reportRegistration(_ domain: RegistrationDomain, mode: Int) -> ATCommand {
    ATCommand(checked: "\(domain.rawValue)=\(mode)")
  }

  /// The ICCID by a maker's own command, such as `+QCCID`; nil when `body` makes no command.
  package static func iccid(_ body: String, answeredAs name: String) -> ATCommand? {
    ATCommand(body, expecting: .number(named: name, characters: 18...22))
  }

  /// Enters the PIN; nil unless it has 4 to 8 digits.
  package static func enterPIN(_ digits: String) -> ATCommand? {
    guard (4...8).contains(digits.utf8.count), NumberLine.isDecimal(digits) else { return nil }
    return ATCommand("+CPIN=\"\(digits)\"", patience: .seconds(20))
  }

  /// Sets the access point of a packet data context; nil when the name is none.
  package static func setAccessPoint(_ name: String, ofContext number: Int) -> ATCommand? {
    guard AccessPointName.isValid(name) else { return nil }
    return ATCommand("+CGDCONT=\(number),\"IP\",\"\(name)\"")
  }

  /// The address of a packet data context.
  package static func address(ofContext number: Int) -> ATCommand {
    ATCommand(checked: "+CGPADDR=\(number)", .named("+CGPADDR"), mayBeEmpty: true)
  }
}

/// The name of an access point (APN).
///
/// Source: 3GPP TS 23.003, 9.1: labels of letters, digits and hyphens, at most 100 characters.
package enum AccessPointName {
  /// Whether a text is one that a command line can hold.
  package static func isValid(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 50
      && text.utf8.allSatisfy { character in
        switch character {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
      }
  }
}
