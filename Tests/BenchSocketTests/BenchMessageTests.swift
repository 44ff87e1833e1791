import BenchSocket
import HAL
import Testing

@Suite struct BenchMessageTests {
  private static let screen = DisplayContent(
    identifier: "enter-amount", status: .init("已连接中心 · 12 秒前", .small), title: "消费",
    lines: [.init("￥12.00", .large), .init("", .entry), .init("请输入金额")], hint: "确认 / 取消")

  private static let keys: [Key] =
    (0...9).map { .digit($0) } + [.cancel, .clear, .enter, .menu, .up, .down, .feed]

  private static let errors: [CardReaderError] = [
    .serviceUnavailable, .readerGone, .noCard, .cardRemoved, .cardReset, .shared, .mute,
    .unsupportedCard, .timedOut, .communication(code: -2), .communication(code: 70_000),
  ]

  private static let encryptedSwipes: [Swipe] =
    SwipeEncryption.Algorithm.allCases.flatMap { algorithm in
      SwipeEncryption.KeyVariant.allCases.flatMap { variant in
        [nil, false, true].map { announcesChip in
          Swipe(
            track1: .encrypted(masked: []), track2: .encrypted(masked: Array("4761*".utf8)),
            track3: .absent, direction: announcesChip == true ? .forward : .backward,
            readerSerialNumber: announcesChip == nil ? nil : "LJ1",
            encryption: SwipeEncryption(
              algorithm: algorithm, keyVariant: variant, keySerialNumber: [1, 2, 3],
              blocks: [
                .init(tracks: [1, 2], clearByteCounts: [20, 12], ciphertext: [9, 8]),
                .init(tracks: [3], clearByteCounts: nil, ciphertext: [7]),
              ], sessionIdentifier: [5], announcesChip: announcesChip))
        }
      }
    }

  static let messages: [BenchMessage] =
    [
      .show(screen), .powerUp(request: 0xFFFE), .command(request: 7, [0x00, 0xA4, 0x04, 0x00]),
      .powerDown, .cardInserted, .cardRemoved,
      .cardAnswered(request: 258, .success([0x90, 0x00])),
      .cardAnswered(request: 1, .success([])),
      .cardSwiped(
        Swipe(
          track1: .absent, track2: .characters(Array("6216261000000000018=3012".utf8)),
          track3: .unreadable(.parity))),
      .networkChanged(
        InterfaceStatus(
          exists: true, hasCarrier: false, hasAddress: true, hasDefaultRoute: false)),
    ] + BenchDevice.allCases.map { .cable($0, isPlugged: $0 == .keypad) }
    + keys.map { .keyPressed($0) } + errors.map { .cardAnswered(request: 3, .failure($0)) }
    + encryptedSwipes.map { .cardSwiped($0) }
    + Swipe.TrackFault.allCases.map {
      .cardSwiped(Swipe(track1: .unreadable($0), track2: .absent, track3: .absent))
    }
    + DisplayContent.Style.allCases.map {
      .show(
        DisplayContent(identifier: "", status: .init("", $0), title: "", lines: [], hint: ""))
    }

  @Test(arguments: messages) func `a message comes back as it was`(message: BenchMessage) throws {
    var stream = BenchMessageStream()
    stream.append(message.encoded)
    #expect(try stream.next() == message)
    #expect(try stream.next() == nil)
  }

  @Test(arguments: messages) func `a message cut anywhere is refused`(message: BenchMessage) {
    let payload = message.encoded.dropFirst(2)
    for count in 0..<payload.count {
      #expect(throws: BenchMessageError.self) {
        try BenchMessage(payload: payload.prefix(count))
      }
    }
    #expect(throws: BenchMessageError.trailingBytes(offset: payload.count)) {
      try BenchMessage(payload: payload + [0])
    }
  }

  @Test func `messages come out of a stream in order, however it is cut`() throws {
    let bytes = Self.messages.flatMap(\.encoded)
    for size in [1, 2, 3, 7, 64, bytes.count] {
      var stream = BenchMessageStream()
      var seen: [BenchMessage] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        stream.append(bytes[start..<min(bytes.count, start + size)])
        while let message = try stream.next() { seen.append(message) }
      }
      #expect(seen == Self.messages)
    }
  }

  @Test(
    arguments: [
      ([0x00, 0x01, 0xFF], BenchMessageError.unknownValue(0xFF, offset: 0)),
      ([0x00, 0x02, 0x05, 0x3A], .unknownValue(0x3A, offset: 1)),
      ([0x00, 0x04, 0x09, 0x00, 0x00, 0x0D], .unknownValue(0x0D, offset: 3)),
      ([0x00, 0x02, 0x0A, 0x04], .unknownValue(0x04, offset: 1)),
      ([0x00, 0x04, 0x01, 0x00, 0x01, 0xFF], .notUTF8(offset: 1)),
      ([0x00, 0x00], .badLength(0)),
      ([0x40, 0x01], .badLength(16_385)),
      ([0x00, 0x02, 0x06, 0x00], .trailingBytes(offset: 1)),
    ] as [([UInt8], BenchMessageError)])
  func `nonsense is named`(bytes: [UInt8], error: BenchMessageError) {
    var stream = BenchMessageStream()
    stream.append(bytes)
    #expect(throws: error) { try stream.next() }
  }

  @Test func `a screen that is too big is cut, and still a message`() throws {
    let long = String(repeating: "中", count: 10_000)
    let content = DisplayContent(
      identifier: "x", status: .init(long), title: long,
      lines: Array(repeating: .init(long), count: 300), hint: long)
    var stream = BenchMessageStream()
    stream.append(BenchMessage.show(content).encoded)
    guard case .show(let seen) = try #require(try stream.next()) else { return }
    #expect(seen.title == String(repeating: "中", count: 85))
    #expect(seen.lines.count == 32)
  }

  @Test func `a text of a message shows no card data and no key`() {
    let track = Array("6216261000000000018=3012".utf8)
    let swipe = Swipe(track1: .absent, track2: .characters(track), track3: .absent)
    for message in [
      BenchMessage.cardSwiped(swipe), .command(request: 1, track), .keyPressed(.digit(7)),
      .cardAnswered(request: 1, .success(track)),
    ] {
      var dumped = "\(message) \(String(reflecting: message))"
      dump(message, to: &dumped)
      #expect(!dumped.contains("54") && !dumped.contains("7") && !dumped.contains("6216"))
    }
  }
}
