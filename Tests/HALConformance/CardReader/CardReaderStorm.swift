import HAL

/// Thousands of things that happen to a card reader, in no order, while somebody uses it.
///
/// Cards come and go, cables are pulled, commands are cut, cards are mute and slow, the service
/// dies, sessions are dropped. Meanwhile any error may come, but no wrong answer; events come in an
/// order that makes sense; and whenever the storm pauses, the reader is as it should be, and works.
package final class CardReaderStorm {
  /// Things that happen between two pauses.
  private static let gust = 25
  private static let patience = Duration.seconds(20)
  /// How long a card may lie in the slot unnoticed before it is put in again.
  private static let noticeTime = Duration.seconds(4)
  private static let reinsertionLimit = 2

  private let rig: any CardReaderRig
  private let random: (Int) -> Int
  private let weather: Weather
  private let witness: StormWitness
  private var session: (any CardSession)?
  /// How many things have happened.
  package private(set) var eventCount = 0
  /// How many calls of the reader succeeded and failed.
  package private(set) var callCounts = (succeeded: 0, failed: 0)

  /// How often a card had to be put in once more before anybody noticed it.
  package private(set) var reinsertions = 0

  /// How often the worst happens, in a thousand events.
  ///
  /// Where it takes a service seconds to get over it, less often.
  package struct Weather: Hashable, Sendable {
    /// The service is killed and started again.
    package var serviceDeaths: Int
    /// The reader's cable is pulled.
    package var unplugs: Int

    /// Makes a weather.
    package init(serviceDeaths: Int, unplugs: Int) {
      self.serviceDeaths = serviceDeaths
      self.unplugs = unplugs
    }
  }

  /// Prepares a storm on a rig whose slot is empty; `random` gives a number below its argument.
  package init(
    on rig: any CardReaderRig, weather: Weather, random: @escaping (Int) -> Int
  ) {
    self.rig = rig
    self.weather = weather
    self.random = random
    witness = StormWitness(reader: rig.reader)
    rig.reader.attach(to: witness)
  }

  /// Lets so many things happen; throws at the first that the reader should not have done.
  package func run(events count: Int) async throws {
    let end = eventCount + count
    while eventCount < end {
      for _ in 0..<Self.gust {
        try await happen()
        if random(3) > 0 { try await use() }
      }
      try await pause()
    }
  }

  /// One thing that happens.
  private func happen() async throws {
    eventCount += 1
    let chance = random(1000)
    if chance < weather.serviceDeaths {
      try await rig.killService()
      if random(2) == 0 { try await use() }
      return try await rig.startService()
    }
    if chance < weather.serviceDeaths + weather.unplugs { return try await rig.unplug() }
    switch random(20) {
    case 0..<7: try await rig.insert(ConformanceCard.allCases[random(5)])
    case 7..<12: try await rig.remove()
    case 12...14: try await rig.plug()
    case 15: try await rig.silenceCard()
    case 16: try await rig.removeDuringNextCommand()
    case 17: try await rig.setAnswerDelay(.milliseconds(random(4)))
    case 18: try await rig.setAnswerDelay(.zero)
    default: try await rig.type([.digits("1234"), .digits("0"), .cancel, .nothing][random(4)])
    }
  }

  /// Somebody uses the reader, in a hurry.
  private func use() async throws {
    let timeout = Duration.milliseconds([2, 20, 500][random(3)])
    do throws(CardReaderError) {
      switch random(8) {
      case 0..<3: session = try await rig.reader.powerUp(timeout: timeout)
      case 3: _ = try await rig.reader.features(timeout: timeout)
      case 4:
        _ = try await session?.verifyPIN(
          CardPINRequest(entryTimeout: .seconds(1)), timeout: timeout)
      case 5:
        if random(2) == 0 { await session?.powerDown() }
        session = nil
      default: try await echo(timeout)
      }
      callCounts.succeeded += 1
    } catch {
      callCounts.failed += 1
    }
    if let violation = witness.violation { throw ConformanceFailure(description: violation) }
  }

  private func echo(_ timeout: Duration) async throws(CardReaderError) {
    guard let session else { return }
    let data = (0..<(1 + random(200))).map { _ in UInt8(truncatingIfNeeded: random(256)) }
    let answer = try await session.transmit(
      [0x00, 0x88, 0x00, 0x00, UInt8(data.count)] + data + [0x00], timeout: timeout)
    if answer != data + [0x90, 0x00] { witness.violation = "an echo of something else" }
  }

  /// The storm pauses: everything is put right, and must be right.
  private func pause() async throws {
    try await rig.setAnswerDelay(.zero)
    try await rig.plug()
    session = nil
    try await rig.remove()
    try await wait(for: .empty)
    try await insertGoodCard()
    // A fault that was meant for the next command may still lie in wait: it hits the first.
    for attempt in 0..<3 {
      do throws(CardReaderError) {
        let session = try await rig.reader.powerUp(timeout: Self.patience)
        let answer = try await session.transmit(
          [0x00, 0x88, 0x00, 0x00, 0x01, 0x42, 0x00], timeout: Self.patience)
        await session.powerDown()
        if answer == [0x42, 0x90, 0x00] { break }
        witness.violation = "an echo of something else"
      } catch {
        if attempt == 2 { witness.violation = "after the storm: \(error)" }
        try await rig.remove()
        try await wait(for: .empty)
        try await insertGoodCard()
      }
    }
    try await rig.remove()
    try await wait(for: .empty)
    if let violation = witness.violation { throw ConformanceFailure(description: violation) }
  }

  /// Puts a card in, and again as a person does when nothing happens.
  private func insertGoodCard() async throws {
    for _ in 0..<Self.reinsertionLimit {
      try await rig.insert(.overCharacters)
      if await reaches(.cardPresent, within: Self.noticeTime) { return }
      reinsertions += 1
      try await rig.remove()
      try await wait(for: .empty)
    }
    try await rig.insert(.overCharacters)
    try await wait(for: .cardPresent)
  }

  private func reaches(_ state: CardReaderState, within time: Duration) async -> Bool {
    let end = rig.clock.uptime + time
    while rig.reader.state != state || !witness.agrees(with: state) {
      if rig.clock.uptime >= end { return false }
      await rig.clock.sleep(for: .milliseconds(1))
    }
    return true
  }

  private func wait(for state: CardReaderState) async throws {
    let end = rig.clock.uptime + Self.patience
    while rig.reader.state != state || !witness.agrees(with: state) {
      guard rig.clock.uptime < end else {
        throw ConformanceFailure(
          description: "\(rig.reader.state) (\(witness.summary)) after \(eventCount) events, "
            + "where \(state) was to be")
      }
      await rig.clock.sleep(for: .milliseconds(1))
    }
  }
}

/// Sees that events make sense.
private final class StormWitness: DeviceEventSink {
  private var isFound: Bool
  private var isCardIn: Bool
  /// What made no sense.
  var violation: String?

  init(reader: any CardReader) {
    isFound = reader.isAvailable
    isCardIn = reader.isCardPresent
  }

  var summary: String {
    isFound ? (isCardIn ? "a card by its events" : "empty by its events") : "lost"
  }

  func agrees(with state: CardReaderState) -> Bool {
    isFound == state.isAvailable && isCardIn == state.isCardPresent
  }

  func post(_ event: DeviceEvent) {
    switch event {
    case .deviceFound:
      check(!isFound, event)
      isFound = true
    case .deviceLost:
      check(isFound, event)
      (isFound, isCardIn) = (false, false)
    case .cardInserted:
      check(isFound && !isCardIn, event)
      isCardIn = true
    case .cardRemoved:
      check(isFound && isCardIn, event)
      isCardIn = false
    default: check(false, event)
    }
  }

  private func check(_ makesSense: Bool, _ event: DeviceEvent) {
    if !makesSense, violation == nil { violation = "\(event) while \(summary)" }
  }
}
