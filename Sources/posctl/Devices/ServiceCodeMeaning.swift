import JSONText
import PaymentTypes

/// A service code in words.
struct ServiceCodeMeaning {
  private let code: ServiceCode

  init(_ code: ServiceCode) { self.code = code }

  private var interchange: String {
    switch code.interchange {
    case .international: "international"
    case .internationalWithChip: "international, with a chip"
    case .national: "national"
    case .nationalWithChip: "national, with a chip"
    case .privateUse: "private"
    case .test: "for tests"
    case nil: "of no known interchange"
    }
  }

  private var authorization: String {
    switch code.authorization {
    case .normal: "authorised as usual"
    case .issuer: "authorised by the issuer, online"
    case .issuerUnlessAgreed: "authorised by the issuer unless agreed otherwise"
    case nil: "authorised in no known way"
    }
  }

  private var services: String {
    switch code.services {
    case .all: "for everything"
    case .goodsAndServices: "for goods and services"
    case .cashMachine: "for cash machines"
    case .cash: "for cash"
    case nil: "for no known services"
    }
  }

  private var pin: String {
    switch code.pinRequirement {
    case .none?: "no PIN"
    case .always: "with PIN"
    case .whereThereIsAPad: "with PIN where there is a pad"
    case nil: "no known rule for the PIN"
    }
  }

  var text: String { [interchange, authorization, services, pin].joined(separator: "; ") }

  var json: JSONValue {
    [
      "digits": .string(code.text), "interchange": .string(interchange),
      "chip": .boolean(code.announcesChip), "authorization": .string(authorization),
      "services": .string(services), "pin": .string(pin),
    ]
  }
}
