import BoardProfile
import Foundation
import PaymentTypes
import Testing
import YAMLDocument

@Suite struct BoardProfileTests {
  /// The project's own profiles, found from this file.
  private static let profiles = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "board-profiles").path()
  private static let bench = profiles + "/bench.yaml"

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  /// The error of reading the bench's profile with one text of a file replaced by another.
  private func message(
    replacing old: String, with new: String, in name: String = "bench.yaml"
  ) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "board-profile-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.copyItem(at: URL(filePath: Self.profiles), to: folder)
    let file = folder.appending(path: name)
    let text = try String(contentsOf: file, encoding: .utf8)
    try #require(text.contains(old), "\(name) no longer holds “\(old)”")
    try text.replacingOccurrences(of: old, with: new)
      .write(to: file, atomically: true, encoding: .utf8)
    let path = folder.appending(path: "bench.yaml").path()
    return message { _ = try BoardProfile.read(path: path) }
      .replacingOccurrences(of: folder.path() + "/", with: "")
      .replacingOccurrences(of: folder.path(), with: "")
  }

  /// Every profile of a board that the project brings.
  @Test(
    arguments: [
      "beaglebone", "bench", "imx6ull", "px30", "raspberry-pi-cm4", "stm32mp135", "virtual-board",
      "x86-counter",
    ])
  func `each board's profile can be read, and says that it was not tried there`(
    name: String
  ) throws {
    let profile = try BoardProfile.read(path: Self.profiles + "/\(name).yaml")
    #expect(profile.board.identifier == name)
    #expect(!profile.board.isTestedOnHardware)
  }

  @Test func `sessions with cards are kept in clear only beside test keys`() throws {
    func setting(_ word: String) throws -> BoardProfile.CardSessions {
      try BoardProfile.read(path: Self.bench, overrides: ["card-sessions=\(word)"]).cardSessions
    }
    #expect(try setting("none") == .none)
    #expect(try setting("masked") == .masked)
    #expect(try setting("unmasked") == .unmasked)
    #expect(message { _ = try setting("some") }.contains("card-sessions"))
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "card-sessions-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.copyItem(at: URL(filePath: Self.profiles), to: folder)
    let keys = folder.appending(path: "bench-test-keys.yaml")
    let text = try String(contentsOf: keys, encoding: .utf8)
    try text.replacingOccurrences(of: "keys-are: test-keys", with: "keys-are: real-keys")
      .write(to: keys, atomically: true, encoding: .utf8)
    let refusal = message {
      _ = try BoardProfile.read(
        path: folder.appending(path: "bench.yaml").path(),
        overrides: [
          "security.real-keys-without-protection=accepted-at-my-own-risk", "security.ca-keys=[]",
        ])
    }
    #expect(refusal.contains("none or masked"), "\(refusal)")
  }

  @Test func `a swipe reader hangs on USB, types, or stands on the bench`() throws {
    func port(_ entry: String) throws -> SwipeReaderSettings.Port? {
      try BoardProfile.read(path: Self.bench, overrides: ["devices.swipe-reader={\(entry)}"])
        .devices.swipeReader?.port
    }
    guard
      case .usb(let identity, 1, .magTekEncrypted) = try port(
        "kind: usb-hid, usb: '0801:0011', serial-number: B7, port: 1-1.3, interface: 1, "
          + "format: magtek-encrypted, criticality: required")
    else {
      Issue.record("no reader on USB")
      return
    }
    #expect(identity.vendor == 0x0801 && identity.product == 0x0011)
    #expect(identity.serialNumber == "B7" && identity.portPath == "1-1.3")
    #expect(
      try port("kind: keyboard-wedge, device: /dev/input/by-id/*, criticality: degraded")
        == .keyboardWedge(path: "/dev/input/by-id/*"))
    #expect(
      try port("kind: bench-socket, path: /tmp/x.sock, criticality: degraded")
        == .benchSocket(path: "/tmp/x.sock"))
  }

  @Test func `the bench's profile is read whole`() throws {
    let profile = try BoardProfile.read(path: Self.bench)
    #expect(profile.board.identifier == "bench")
    #expect(!profile.board.isTestedOnHardware)
    #expect(profile.dataDirectory == "var/bench/data")
    #expect(profile.controlSocket == "var/bench/posd.sock")
    #expect(profile.language == .chinese)
    #expect(profile.terminal.identifier.text == "12345678")
    #expect(profile.terminal.merchant.text == "898310053110001")
    #expect(profile.center.port == 9583)
    #expect(
      profile.center.protection
        == .tls(
          certificateAuthorityFile: Self.profiles + "/bench-tls/ca.pem",
          serverName: "center.test"))
    #expect(profile.center.answerTimeout == .seconds(60))
    #expect(profile.devices.cardReaders.map(\.role) == [.customer])
    #expect(profile.devices.cardReaders.first?.port == .benchSocket("var/bench/panel.sock"))
    #expect(profile.devices.modem?.port == .device(path: "var/bench/modem"))
    #expect(
      profile.devices.printer?.transport
        == .serial(path: "var/bench/printer", baud: 115_200, flow: .none))
    #expect(profile.devices.network.source == .benchSocket("var/bench/panel.sock"))
    #expect(profile.acquirer.signInKeys == .doubleAndTrack)
    #expect(profile.acquirer.acceptedReversalCodes == ["00", "12", "25"])
    #expect(profile.acquirer.echoInterval == .seconds(30))
  }

  @Test func `card readers are told apart by their rules, never by the order of plugging`() throws {
    let readers = try BoardProfile.read(
      path: Self.bench,
      overrides: [
        "devices.card-readers={"
          + "customer: {kind: pcsc, name-prefix: Dual, interface: Contact, pin-pad: use, "
          + "criticality: required}, "
          + "contactless: {kind: pcsc, name-prefix: Dual, interface: Contactless, "
          + "criticality: degraded}, "
          + "sam-1: {kind: pcsc, serial: '00042', slot: 0, criticality: degraded}, "
          + "sam-2: {kind: pcsc, serial: '00042', slot: 1, criticality: degraded}}"
      ]
    ).devices.cardReaders
    #expect(readers.map(\.role.text) == ["customer", "contactless", "sam-1", "sam-2"])
    #expect(
      readers[0].port
        == .pcsc(
          .init(namePrefix: "Dual", interface: "Contact", serial: nil, slot: nil)))
    #expect(readers.map(\.pinPad) == [.use, .ignore, .ignore, .ignore])
    #expect(readers[3].port == .pcsc(.init(serial: "00042", slot: 1)))
    #expect(readers[0].criticality == .required)
  }

  /// Source: vector C of the reference; DES check value of its master key.
  @Test func `the test keys are there, and no text shows them`() throws {
    let keys = try BoardProfile.read(path: Self.bench).security.keys
    #expect(keys.areTestKeys)
    #expect(keys.masterKeys.first?.checkValue == [0x08, 0xD7, 0xB4, 0xFB])
    #expect(keys.masterKeys.first?.key.bytes.count == 16)
    #expect(keys.storageKey.bytes.count == 32)
    #expect("\(keys)".contains("16 secret bytes"))
    var dumped = ""
    dump(keys, to: &dumped)
    #expect(!dumped.contains("103") && !dumped.contains("0x67") && !dumped.contains("ABCDEF"))
  }

  @Test func `options replace values, and a second counter needs one folder`() throws {
    let profile = try BoardProfile.read(
      path: Self.bench,
      overrides: [
        "bench.directory=/tmp/second", "center.port=9593", "language=en",
        "center.tls={ca-file: '${bench}/ca.pem', server-name: center.test}",
        "devices.printer.transport={tcp: '127.0.0.1:9101'}",
        "devices.network={kind: interface, interface: eth0, criticality: required}",
      ])
    #expect(profile.devices.display.benchSocket == "/tmp/second/panel.sock")
    #expect(profile.language == .english)
    #expect(
      profile.center.protection
        == .tls(certificateAuthorityFile: "/tmp/second/ca.pem", serverName: "center.test"))
    #expect(profile.devices.network.source == .interface("eth0"))
    #expect(profile.devices.printer?.transport == .network(host: "127.0.0.1", port: 9101))
  }

  @Test(arguments: [
    ("center.port=0", "center.port: expected a whole number from 1 to 65535, found “0”"),
    ("language=fr", "language: expected one of zh, en, found “fr”"),
    ("terminal.identifier=1234", "terminal.identifier: expected 8 ASCII characters, found “1234”"),
    ("center.host=", "center.host: expected a name or an address, found nothing"),
    ("nonsense", "expected KEY=VALUE, found “nonsense”"),
    ("=x", "expected KEY=VALUE, found “=x”"),
    ("data=[", "expected valid YAML, found a mistake: did not find expected node content"),
    ("data=${home}", "data: expected no variable but ${bench}, found ${home}"),
    ("devices.modem.baud=100000", "devices.modem.baud: expected one of 9600"),
    ("devices.display.kind=pcsc", "devices.display.kind: expected one of bench-socket"),
    ("center.tls=maybe", "center.tls: expected none, or a mapping with ca-file"),
    (
      "devices.network={kind: interface, interface: averyverylongname, criticality: required}",
      "devices.network.interface: expected a name of at most 15 bytes"
    ),
    (
      "devices.network={kind: interface, path: x, criticality: required}",
      "devices.network.path: expected one of kind, interface, criticality, found “path”"
    ),
    (
      "devices.card-readers.customer.kind=usb",
      "devices.card-readers.customer.kind: expected one of bench-socket, pcsc, found “usb”"
    ),
    (
      "devices.card-readers.customer.serial=1",
      "devices.card-readers.customer.serial: expected one of kind, criticality, path"
    ),
    (
      "devices.card-readers.customer={kind: pcsc, slot: 0, criticality: required}",
      "devices.card-readers.customer: expected name-prefix, interface or serial in it"
    ),
    (
      "devices.card-readers.customer={kind: pcsc, serial: a, slot: 16, criticality: required}",
      "devices.card-readers.customer.slot: expected a whole number from 0 to 15, found “16”"
    ),
    (
      "devices.card-readers.sam-9={kind: pcsc, serial: a, criticality: required}",
      "devices.card-readers.sam-9: expected one of customer, contactless, sam-1"
    ),
    (
      "devices.card-readers={customer: {kind: pcsc, name-prefix: X, criticality: required}, "
        + "sam-1: {kind: pcsc, name-prefix: X1, slot: 1, criticality: degraded}}",
      "devices.card-readers.sam-1: expected a port of its own, found a reader that the rule means, "
        + "which devices.card-readers.customer"
    ),
    (
      "devices.display.criticality=degraded",
      "devices.display.criticality: expected required: nobody pays what he does not see"
    ),
    (
      "devices.keypad.criticality=degraded",
      "devices.keypad.criticality: expected required: amounts and PINs are typed"
    ),
    (
      "devices.network.criticality=degraded",
      "devices.network.criticality: expected required: every sale asks the center"
    ),
    ("devices.camera.kind=usb", "devices.camera: expected one of display, keypad"),
    (
      "devices.printer.columns=80", "devices.printer.columns: expected a whole number from 12 to 32"
    ),
    (
      "devices.swipe-reader={kind: usb, criticality: degraded}",
      "devices.swipe-reader.kind: expected one of bench-socket, usb-hid, keyboard-wedge"
    ),
    (
      "devices.swipe-reader={kind: usb-hid, usb: '801:2', format: magtek, criticality: degraded}",
      "devices.swipe-reader.usb: expected any, or vendor and product in hexadecimal"
    ),
    (
      "devices.swipe-reader={kind: usb-hid, usb: '0801:0002', criticality: degraded}",
      "devices.swipe-reader.format: expected a value for “format”"
    ),
    (
      "devices.swipe-reader={kind: usb-hid, usb: any, format: raw, criticality: degraded}",
      "devices.swipe-reader.format: expected one of magtek, magtek-encrypted, idtech, idtech-block"
    ),
    (
      "devices.swipe-reader={kind: usb-hid, usb: any, path: x, format: magtek}",
      "devices.swipe-reader.path: expected one of kind, criticality, interface, format"
    ),
    (
      "devices.swipe-reader={kind: keyboard-wedge, device: /dev/ttyS0, criticality: degraded}",
      "devices.swipe-reader.device: expected a device file such as /dev/input/by-id/usb-*-event-kbd"
    ),
    ("devices.printer.width-dots=380", "devices.printer.width-dots: expected a multiple of 8"),
    ("devices.printer.status=port", "devices.printer.status: expected port with lp or usb only"),
    ("devices.printer.font=latin", "devices.printer.font: expected one of ascii, gbk, gb18030"),
    ("devices.printer.own-font=big", "devices.printer.own-font: expected none, usual, or"),
    ("devices.printer.density=9", "devices.printer.density: expected a whole number from -5"),
    ("devices.printer.transport=x", "devices.printer.transport: expected a mapping with serial"),
    (
      "devices.printer.transport={lp: /dev/usb/lp0, tcp: '1.2.3.4:9100'}",
      "devices.printer.transport: expected a mapping with one of serial, lp, usb, tcp, found lp and"
    ),
    (
      "devices.printer.transport={tcp: 'printer.local:9100'}",
      "devices.printer.transport.tcp: expected a numeric address and a port"
    ),
    (
      "devices.printer.transport={usb: '416:5011'}",
      "devices.printer.transport.usb: expected any, or vendor and product in hexadecimal"
    ),
    (
      "devices.printer.transport={serial: /dev/ttyS0, baud: 9000, flow: none}",
      "devices.printer.transport.baud: expected a whole number from 9600"
    ),
    (
      "devices.printer.transport={lp: /dev/usb/lp0, baud: 9600}",
      "devices.printer.transport.baud: expected one of lp, found “baud”"
    ),
  ])
  func `a wrong option is named`(override: String, expected: String) {
    let seen = message { _ = try BoardProfile.read(path: Self.bench, overrides: [override]) }
    #expect(seen.hasPrefix("--set \(override): \(expected)"), "\(seen)")
  }

  @Test(arguments: [
    ("  port: 9583", "  port: yes", "bench.yaml:LINE: center.port: expected a whole number"),
    ("  port: 9583\n", "", "center.port: expected a value for “port”"),
    ("language: zh", "langauge: zh", "bench.yaml:LINE: langauge: expected one of board, bench"),
    ("kind: serial", "kind: usb", "devices.modem.kind: expected one of serial, found “usb”"),
    ("    server-name: center.test\n", "", "center.tls.server-name: expected a value"),
    (
      "    transport: {serial: \"${bench}/printer\"", "    transport: {serial: \"${bench}/modem\"",
      "bench.yaml:LINE: devices.printer.transport.serial: expected a port of its own, found "
        + "var/bench/modem, which devices.modem.path (bench.yaml:"
    ),
    ("directory: var/bench", "directory: ${x}", "bench.directory: expected no variable"),
    ("merchant-name: 联机测试商户", "merchant-name: abcdefghijklmnopqrstu", "at most 20 characters"),
    ("operator: \"01\"", "operator: \"1\"", "terminal.operator: expected 2 to 3 digits, found “1”"),
    ("cutter: partial", "columns: 3", "columns: expected each name once"),
    ("    status: dle-eot\n", "", "devices.printer.status: expected a value for “status”"),
    ("data: ${bench}/data", "data: [a]", "bench.yaml:LINE: data: expected a folder, found a list"),
    ("acquirers/test-center.yaml", "acquirers/none.yaml", "acquirers/none.yaml: expected a file"),
  ])
  func `a wrong profile is named with its line`(
    old: String, new: String, expected: String
  ) throws {
    let seen = try message(replacing: old, with: new)
    let text = try String(contentsOfFile: Self.bench, encoding: .utf8)
    let before = try #require(text.firstRange(of: old)?.lowerBound)
    let line = text[..<before].count { $0.isNewline } + 1
    #expect(seen.contains(expected.replacing("LINE", with: "\(line)")), "\(seen)")
  }

  @Test(arguments: [
    ("tpdu: \"6000030000\"", "tpdu: \"60\"", "framing.tpdu: expected 10 digits, found “60”"),
    ("header: \"603100310000\"", "header: \"6031003100ZZ\"", "12 hexadecimal digits"),
    ("network-code: \"004\"", "network-code: \"003\"", "tracks.encrypted: expected no, as"),
    ("[\"00\", \"12\", \"25\"]", "[\"0\"]", "accepted-codes[0]: expected 2 ASCII characters"),
    ("algorithm: union-pay-ecb", "algorithm: none", "mac.algorithm: expected one of union-pay-ecb"),
    ("echo-interval-seconds: 30", "echo-interval-seconds: 1", "a whole number from 5 to 3600"),
  ])
  func `a wrong acquirer file is named with its line`(
    old: String, new: String, expected: String
  ) throws {
    let seen = try message(replacing: old, with: new, in: "acquirers/test-center.yaml")
    #expect(seen.hasPrefix("acquirers/test-center.yaml:"), "\(seen)")
    #expect(seen.contains(expected), "\(seen)")
  }

  @Test func `keys that are not marked as test keys need the switch`() throws {
    let seen = try message(
      replacing: "keys-are: test-keys", with: "keys-are: real-keys", in: "bench-test-keys.yaml")
    #expect(seen.contains("expected keys-are: test-keys, as this module does not protect"))
  }

  @Test func `a wrong key is not quoted`() throws {
    let seen = try message(
      replacing: "key: 0123456789ABCDEFFEDCBA9876543210", with: "key: 0123456789ABCDEF",
      in: "bench-test-keys.yaml")
    #expect(seen.contains("master-keys[0].key: expected 16 or 24 bytes in hexadecimal, found 16"))
    #expect(!seen.contains("0123"))
  }
}
