import Connectivity
import HAL
import TerminalFlows
import Testing

@Suite struct DeviceRollTests {
  private static let late = DeviceRoll.patience + .seconds(10)

  private func roll(
    _ devices: [BoardDevice] = BoardDevice.allCases,
    required: Set<BoardDevice> = [.display, .keypad]
  ) -> DeviceRoll {
    DeviceRoll(
      Dictionary(uniqueKeysWithValues: devices.map { ($0, DeviceName($0.rawValue)) }),
      required: required, at: .seconds(10))
  }

  @Test func `a device has its time to appear, and then counts as missing, once`() {
    var roll = roll()
    #expect(roll.note(.keypad, isPresent: false, at: Self.late - .milliseconds(1)) == nil)
    #expect(roll.finding(of: .keypad) == .unknown)
    #expect(roll.nextVerdict == Self.late)
    let news = roll.note(.keypad, isPresent: false, at: Self.late)
    #expect(news?.name == DeviceName("keypad"))
    #expect(news?.isRequired == true)
    #expect(news?.finding == .missing)
    #expect(roll.note(.keypad, isPresent: false, at: Self.late + .seconds(1)) == nil)
  }

  @Test func `what appears as it should is no news, what comes back is`() {
    var roll = roll()
    #expect(roll.note(.printer, isPresent: true, at: .seconds(10)) == nil)
    #expect(roll.note(.printer, isPresent: false, at: .seconds(11))?.finding == .missing)
    #expect(roll.note(.printer, isPresent: true, at: .seconds(12))?.finding == .present)
    #expect(roll.limits.isEmpty)
  }

  @Test func `a device that the board has not is never missed`() {
    var roll = roll([.display, .keypad])
    #expect(roll.note(.printer, isPresent: false, at: Self.late) == nil)
    #expect(roll.finding(of: .printer) == nil)
    #expect(roll.obstacles.isEmpty && roll.limits.isEmpty)
  }

  @Test(arguments: BoardDevice.allCases)
  func `a required device stops trading, another limits it`(device: BoardDevice) {
    for isRequired in [true, false] {
      var roll = roll(required: isRequired ? [device] : [])
      _ = roll.note(device, isPresent: false, at: Self.late)
      #expect(roll.obstacles == (isRequired ? [device.trouble] : []))
      #expect(roll.limits == (isRequired ? [] : [device.trouble]))
    }
  }

  @Test func `one way to read cards is enough, none is not`() {
    var roll = roll(required: [])
    _ = roll.note(.cardReader, isPresent: false, at: Self.late)
    #expect(roll.obstacles.isEmpty)
    _ = roll.note(.swipeReader, isPresent: false, at: Self.late)
    #expect(roll.obstacles == [.cardReaderSilent])
    #expect(roll.limits == [.swipeReaderMissing])
    _ = roll.note(.swipeReader, isPresent: true, at: Self.late)
    #expect(roll.obstacles.isEmpty)
    #expect(roll.limits == [.cardReaderSilent])
  }

  @Test func `a board with one kind of reader does not trade without it`() {
    var roll = roll([.display, .keypad, .swipeReader], required: [])
    _ = roll.note(.swipeReader, isPresent: false, at: Self.late)
    #expect(roll.obstacles == [.swipeReaderMissing])
  }

  @Test func `the worst comes first`() {
    var roll = roll(required: Set(BoardDevice.allCases))
    for device in BoardDevice.allCases.reversed() {
      _ = roll.note(device, isPresent: false, at: Self.late)
    }
    #expect(roll.obstacles.first == .displayMissing)
    #expect(roll.obstacles.count == BoardDevice.allCases.count)
  }
}
