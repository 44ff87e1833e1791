import ATCommands

// What the modem answers with the help of its SIM.
extension EmulatedModem {
  func withSIM(_ lines: () -> [String]) -> Answer {
    switch sim?.lock {
    case nil: ([], .equipmentError(10))
    case .broken: ([], .equipmentError(13))
    case .busy: ([], .equipmentError(14))
    case .wrong: ([], .equipmentError(15))
    case .open, .pin, .puk, .boundToOther: (lines(), .ok)
    }
  }

  func withOpenSIM(_ lines: (EmulatedSIM) -> [String]) -> Answer {
    switch sim?.lock {
    case .pin: ([], .equipmentError(11))
    case .puk: ([], .equipmentError(12))
    case .boundToOther: ([], .equipmentError(40))
    case nil, .broken, .busy, .wrong, .open: withSIM { sim.map(lines) ?? [] }
    }
  }

  /// What `AT+CPIN?` says; nil when it is refused.
  var pinState: String? {
    switch sim?.lock {
    case .open: "READY"
    case .pin: "SIM PIN"
    case .puk: "SIM PUK"
    case .boundToOther: "PH-NET PIN"
    case .broken, .busy, .wrong, nil: nil
    }
  }

  private var triesLeft: (pin: Int, puk: Int) {
    switch sim?.lock {
    case .pin(_, let tries): (tries, 10)
    case .puk(_, let tries): (0, tries)
    case .open, .broken, .busy, .wrong, .boundToOther, nil: (3, 10)
    }
  }

  /// Answers one of the makers' questions for the tries left.
  func tries(_ name: String, _ reading: TriesQuery.Reading) -> Answer {
    let (pin, puk) = triesLeft
    return withSIM {
      switch reading {
      case .namedRows: ["\(name): SIM PIN,\(pin),3", "\(name): SIM PUK,\(puk),10"]
      case .statusWord: ["\(name): 4,\"63C\(pin)\""]
      case .fields(let pinPlace, let pukPlace):
        [
          name + ": "
            + (0...max(pinPlace, pukPlace ?? 0)).map { place in
              switch place {
              case pinPlace: "\(pin)"
              case pukPlace: "\(puk)"
              default: pinPlace > 0 && place == 0 ? "\"SC\"" : "3"
              }
            }.joined(separator: ",")
        ]
      }
    }
  }

  func enterPIN(_ argument: String) -> Answer {
    let words = argument.split(separator: ",").map { $0.filter { $0 != "\"" } }
    switch (sim?.lock, words.count) {
    case (.pin(let pin, let tries), 1):
      guard words[0] == pin else { return wrongPIN(pin, triesLeft: tries - 1) }
      sim?.lock = .open
    case (.puk(let puk, let tries), 2):
      guard words[0] == puk else {
        sim?.lock = tries > 1 ? .puk(puk, triesLeft: tries - 1) : .broken
        return ([], .equipmentError(16))
      }
      sim?.lock = .open
    case (nil, _): return ([], .equipmentError(10))
    default: return ([], .equipmentError(3))
    }
    return ([], .ok)
  }

  private func wrongPIN(_ pin: String, triesLeft: Int) -> Answer {
    sim?.lock = triesLeft > 0 ? .pin(pin, triesLeft: triesLeft) : .puk("12345678", triesLeft: 10)
    return ([], .equipmentError(triesLeft > 0 ? 16 : 12))
  }

  /// READ BINARY of the two files that status programs ask for: EF-ICCID and EF-AD.
  func readFile(_ numbers: [Int?]) -> Answer {
    guard numbers.count >= 2, numbers[0] == 176 else {
      return withSIM { ["+CRSM: 109,0"] }
    }
    switch numbers[1] {
    case 12_258: return withSIM { ["+CRSM: 144,0,\"\(sim?.iccidFile ?? "")\""] }
    case 28_589: return withSIM { ["+CRSM: 144,0,\"00000002\""] }
    default: return withSIM { ["+CRSM: 106,130"] }
    }
  }

  /// VERIFY without a PIN asks how many tries are left (ETSI TS 102 221, 11.1.9).
  func readTries(_ argument: String) -> Answer {
    let isVerify = argument.split(separator: ",").contains { part in
      part.filter { $0 != "\"" }.hasPrefix("00200001")
    }
    guard isVerify else { return ([], .notSupported) }
    return withSIM { ["+CSIM: 4,\"63C\(triesLeft.pin)\""] }
  }
}
