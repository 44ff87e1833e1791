import CenterProtocol
import ISO8583

/// Compares a request with the rules: which fields it has, and how they are filled.
///
/// The judge looks at the message alone. What needs keys or books is judged where they are.
struct MessageJudge {
  private let request: CenterRequest
  private let rule: MessageRule
  private(set) var violations: [Violation] = []
  /// Whether something is missing without which the request can't be carried out.
  private(set) var isIncomplete = false

  init(_ request: CenterRequest, _ rule: MessageRule) {
    self.request = request
    self.rule = rule
    judgeFrame()
    judgePresence()
    if rule.isFinancial { judgeCardConditions() }
    judgeIdentifiers()
    judgeDescriptor()
    judgeCodes()
    judgeSecurityControl()
    judgeOriginal()
  }

  private mutating func require(_ holds: Bool, _ element: Int?, _ expectation: String) {
    if !holds { violations.append(request.violation(element, expectation)) }
  }

  private mutating func judgeFrame() {
    let header = request.frame.header
    require([0x60, 0x61].contains(header.applicationClass), nil, "application class 60 or 61")
    require(header.processingRequirement == .none, nil, "a header that asks for nothing")
  }

  private mutating func judgePresence() {
    let present = request.message.elements
    for element in rule.required.subtracting(present) {
      isIncomplete = true
      require(false, element.number, "to be present")
    }
    for element in present.subtracting(rule.allowed) {
      require(false, element.number, "to be absent")
    }
  }

  /// The conditions of the presence table: entry, chip, PIN and track.
  private mutating func judgeCardConditions() {
    let isReversal = rule.service == .reversal
    if ["01", "05", "07", "96", "98"].contains(request.cardEntry) {
      demand(2, "to be present unless the card was swiped")
      demand(14, "to be present unless the card was swiped")
    }
    if isReversal {
      if request.isChip { demand(55, "the short list of a chip's reversal") }
      return
    }
    if request.cardEntry == "02" { demand(35, "the track of a swiped card") }
    let offersPIN = rule.allowed.contains(52)
    if offersPIN, request.hasPIN {
      demand(52, "the PIN block that field 22 announces")
      demand(26, "to be present beside a PIN")
    } else {
      require(!request.has(52), 52, "no PIN block, as field 22 says")
      require(!request.has(26), 26, "to be absent without a PIN")
    }
    let requiresControl = request.has(52) || request.has(35) || request.has(36)
    require(
      request.has(53) == requiresControl, 53, "to be present with a PIN or a track, and only then")
    let requiresChipData: [CenterService] = [.sale, .preAuthorization, .balanceInquiry]
    if request.isChip, requiresChipData.contains(rule.service) { demand(55, "the chip's data") }
    require(request.isChip || !request.has(55), 55, "to be absent without a chip")
    require(request.isChip || !request.has(23), 23, "to be absent without a chip")
  }

  private mutating func demand(_ element: DataElement, _ expectation: String) {
    guard !request.has(element) else { return }
    // A reversal names what it reverses all the same, and is never refused for its form.
    isIncomplete = isIncomplete || rule.service != .reversal
    require(false, element.number, expectation)
  }

  private mutating func judgeIdentifiers() {
    if request.has(11) { require(request.traceNumber != "000000", 11, "a number above 0") }
    if request.has(49) { require(request[49] == "156", 49, "156") }
    if request.has(4), rule.service != .reversal {
      require(request.minorUnits > 0, 4, "an amount above 0")
    }
    if let month = Int(request.digits(of: 14, 2, 2)) {
      require((1...12).contains(month), 14, "a month")
    }
  }

  private mutating func judgeDescriptor() {
    let count = request[60].utf8.count
    switch rule.service {
    case .signIn, .signOff, .echo, .settlement, .batchList, .batchEnd:
      require(count == 11, 60, "11 digits")
    case .scriptResult: require(count == 13, 60, "13 digits")
    case .batchChipDetail: require([11, 13].contains(count), 60, "11 or 13 digits")
    case .balanceInquiry, .sale, .saleVoid, .refund, .preAuthorization, .preAuthorizationVoid,
      .completionRequest, .completionAdvice, .completionVoid, .reversal:
      require([13, 14, 17].contains(count), 60, "13, 14 or 17 digits")
      require(request.managementCode == "000", 60, "000 in 60.3")
    }
    if count >= 13 {
      let reading = request.digits(of: 60, 11, 1)
      let chip = request.digits(of: 60, 12, 1)
      require(["0", "2", "5", "6"].contains(reading), 60, "0, 2, 5 or 6 in 60.4")
      require(["0", "1", "2"].contains(chip), 60, "0, 1 or 2 in 60.5")
      require(!request.isChip || ["5", "6"].contains(reading), 60, "a reader that reads this chip")
      require(chip != "2" || request.cardEntry == "02", 60, "a swiped card beside 2 in 60.5")
    }
    // Before its first sign-in a terminal has no batch, and echo needs none.
    if rule.service != .signIn, rule.service != .echo {
      require(request.batch != "000000", 60, "a batch above 0")
    }
  }

  private mutating func judgeCodes() {
    if request.has(22) {
      let entries = ["00", "01", "02", "03", "05", "07", "80", "92", "95", "96", "98"]
      require(entries.contains(request.cardEntry), 22, "a known way of reading cards")
      require(["0", "1", "2"].contains(request.digits(of: 22, 2, 1)), 22, "0, 1 or 2 for the PIN")
    }
    if request.has(26) { require(["12", "06"].contains(request[26]), 26, "12 or 06") }
    if request.has(63) { require(request[63].utf8.count == 3, 63, "three characters") }
    if rule.service == .reversal {
      require(["98", "96", "A0", "06"].contains(request[39]), 39, "98, 96, A0 or 06")
    }
    if rule.service == .signIn, let device = request.message.bytes(of: 62) {
      let isDevice = device.count == 25 && device.starts(with: "Sequence No12".utf8)
      require(isDevice, 62, "25 bytes that begin with Sequence No12")
    }
    if rule.service == .batchEnd { require(request[48].utf8.count == 4, 48, "four digits") }
    if rule.service == .settlement {
      require(request[48].utf8.count == 62, 48, "62 digits")
      let results = request.digits(of: 48, 30, 1) + request.digits(of: 48, 61, 1)
      require(results == "00", 48, "0 for both results of a request")
    }
  }

  private mutating func judgeSecurityControl() {
    guard request.has(53) else { return }
    let control = Array(request[53])
    guard control.count == 16 else { return }
    let hasPIN = rule.service == .reversal ? control[0] != "0" : request.has(52)
    require(hasPIN ? ["1", "2"].contains(control[0]) : control[0] == "0", 53, "the PIN's format")
    require(control[1] == "6", 53, "triple DES")
    require(["0", "1"].contains(control[2]), 53, "0 or 1 for the track")
    require(control[3...].allSatisfy { $0 == "0" }, 53, "zeros behind the third digit")
  }

  private mutating func judgeOriginal() {
    let count = request[61].utf8.count
    switch rule.service {
    case .saleVoid: require(count == 12, 61, "12 digits")
    case .refund, .preAuthorizationVoid, .completionRequest, .completionAdvice, .completionVoid,
      .scriptResult:
      require(count == 16, 61, "16 digits")
    case .reversal:
      // A void or a completion repeats its own number; a sale or a pre-authorization does not.
      guard ["23", "11", "20", "21"].contains(request.typeCode) else {
        return require(!request.has(61), 61, "to be absent")
      }
      let isOwn = request.digits(of: 61, 0, 12) == request.batch + request.traceNumber
      require(count == 16 && isOwn, 61, "batch and number of what is reversed, and a date")
    case .balanceInquiry, .sale, .preAuthorization, .signIn, .signOff, .echo, .settlement,
      .batchList, .batchChipDetail, .batchEnd:
      break
    }
  }
}
