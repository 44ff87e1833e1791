import Testing

@testable import PCSCReader

/// Names as pcscd makes them; those with brackets from the readers' descriptions of libccid.
@Suite struct PCSCReaderNameTests {
  @Test(
    arguments: [
      ("INGENICO Leo (SN0001) 00 00", "INGENICO Leo", nil, "SN0001", 0),
      ("Virtual PCD 00 01", "Virtual PCD", nil, nil, 1),
      (
        "Identiv uTrust 4701 F [uTrust 4701 F CL Reader] (55041514211032) 01 00",
        "Identiv uTrust 4701 F", "uTrust 4701 F CL Reader", "55041514211032",
        0
      ),
      ("ACS ACR1281 1S Dual Reader [PICC] 0A 02", "ACS ACR1281 1S Dual Reader", "PICC", nil, 2),
      ("no numbers", "no numbers", nil, nil, 0),
      ("[x] 00 00", "[x]", nil, nil, 0),
      ("", "", nil, nil, 0),
    ] as [(String, String, String?, String?, Int)])
  func `a name is taken apart`(
    name: String, product: String, interface: String?, serial: String?, slot: Int
  ) {
    let parts = PCSCReaderName(name)
    #expect(parts.product == product)
    #expect(parts.interface == interface)
    #expect(parts.serial == serial)
    #expect(parts.slot == slot)
  }

  private let dual = "Identiv uTrust 4701 [CL Reader] (5504) 01 00"

  @Test(arguments: [
    (PCSCReaderMatch(), true), (PCSCReaderMatch(namePrefix: "Identiv"), true),
    (PCSCReaderMatch(namePrefix: "identiv"), false), (PCSCReaderMatch(interface: "cl"), true),
    (PCSCReaderMatch(interface: "uTrust"), false), (PCSCReaderMatch(serial: "5504"), true),
    (PCSCReaderMatch(serial: "550"), false), (PCSCReaderMatch(slot: 0), true),
    (PCSCReaderMatch(slot: 1), false),
    (PCSCReaderMatch(namePrefix: "Identiv", interface: "CL", serial: "5504", slot: 0), true),
  ])
  func `a rule means what all of its parts mean`(rule: PCSCReaderMatch, isMeant: Bool) {
    #expect(rule.includes(dual) == isMeant)
  }

  @Test func `a reader without an interface is told by its name`() {
    #expect(PCSCReaderMatch(interface: "picc").includes("ACS ACR122U PICC Interface 00 00"))
    #expect(!PCSCReaderMatch(interface: "sam").includes("ACS ACR122U PICC Interface 00 00"))
    #expect(!PCSCReaderMatch(interface: "ICC").includes("ACS ACR122U PICC Interface 00 00"))
  }

  @Test func `contact is not contactless`() {
    let names = ["Reader [Contactless] (1) 00 00", "Reader [Contact] (1) 01 00"]
    #expect(names.filter(PCSCReaderMatch(interface: "contact").includes) == [names[1]])
    #expect(names.filter(PCSCReaderMatch(interface: "contactless").includes) == [names[0]])
  }

  @Test func `the order of plugging does not matter`() {
    let rule = PCSCReaderMatch(namePrefix: "Virtual PCD", slot: 1)
    #expect(rule.includes("Virtual PCD 00 01"))
    #expect(rule.includes("Virtual PCD 07 01"))
  }
}
