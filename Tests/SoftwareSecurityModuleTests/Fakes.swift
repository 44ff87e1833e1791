import HAL
import Octets
import Testing

@testable import SoftwareSecurityModule

/// Bytes from hexadecimal text; a typing error in a vector fails the test that holds it.
func hex(_ text: String) -> [UInt8] {
  do {
    return try Hexadecimal.bytes(text)
  } catch {
    Issue.record("not hexadecimal: \(text)")
    return []
  }
}

/// A keypad whose presses are played as soon as somebody holds it, or later by `press`.
final class FakeKeypad: Keypad {
  let name = DeviceName("keypad")
  let isAvailable = true
  var presses: [Key] = []
  /// What happens after the presses.
  var whenHeld: () -> Void = {}
  private(set) var holdCount = 0
  private var handler: ((Key) -> Void)?
  var isHeld: Bool { handler != nil }

  func attach(to sink: any DeviceEventSink) {}

  func hold(_ handler: @escaping (Key) -> Void) {
    self.handler = handler
    holdCount += 1
    for key in presses { handler(key) }
    whenHeld()
  }

  func release() { handler = nil }

  func play(_ text: String) { presses = Self.keys(text) }

  func press(_ text: String) {
    for key in Self.keys(text) { handler?(key) }
  }

  private static func keys(_ text: String) -> [Key] {
    text.map { character in
      switch character {
      case "E": .enter
      case "X": .cancel
      case "C": .clear
      case "m": .menu
      case "u": .up
      case "d": .down
      case "f": .feed
      default: .digit(UInt8(character.wholeNumberValue ?? 99))
      }
    }
  }
}

/// A clock that stands still until it is moved.
final class FakeClock: DeviceClock {
  private(set) var uptime: Duration = .zero
  let wallClock = WallClockReading(secondsSince1970: 0, trust: .none)
  private(set) var timers: [(id: TimerIdentifier, due: Duration, action: () -> Void)] = []
  private var nextNumber: UInt64 = 0

  func setWallClock(secondsSince1970: Int) {}

  func setTimer(after delay: Duration, _ action: @escaping () -> Void) -> TimerIdentifier {
    nextNumber += 1
    let id = TimerIdentifier(nextNumber)
    timers.append((id, uptime + delay, action))
    return id
  }

  func cancelTimer(_ timer: TimerIdentifier) { timers.removeAll { $0.id == timer } }

  func advance(by step: Duration) {
    uptime += step
    while let place = timers.firstIndex(where: { $0.due <= uptime }) {
      timers.remove(at: place).action()
    }
  }
}

/// Random numbers that anybody can guess, no two alike.
final class CountingEntropy: EntropySource {
  private var next: UInt8 = 0

  func randomBytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in
      next &+= 1
      return next
    }
  }
}

/// A module with the keys of vector C, UnionPay reference 4.1, and what it is made from.
struct ModuleUnderTest {
  let keypad = FakeKeypad()
  let clock = FakeClock()
  let module: SoftwareSecurityModule

  static let masterKey = hex("0123456789ABCDEFFEDCBA9876543210")
  static let storageKey = [UInt8](0x40..<0x60)
  static let sealKey = [UInt8](0x60..<0x80)

  init() throws {
    let keys = TestKeySet(
      masterKeys: [1: .init(Self.masterKey, isTestKey: true)],
      storageKey: Self.storageKey, sealKey: Self.sealKey)
    module = try SoftwareSecurityModule(
      keys: keys, keypad: keypad, clock: clock, entropy: CountingEntropy())
  }

  static let pin = WorkingKeySet.WrappedKey(
    cryptogram: hex("4B3BA18A6291BA20BD3AF1A61925D47F"), checkValue: hex("8E671682"))
  static let mac = WorkingKeySet.WrappedKey(
    cryptogram: hex("8B27D387E919441E0000000000000000"), checkValue: hex("1165A7DE"))
  static let track = WorkingKeySet.WrappedKey(
    cryptogram: hex("F3234558F4EECB5231BCD2FDB8DA9170"), checkValue: hex("5F4D8C8E"))
  static let workingKeys = WorkingKeySet(pin: pin, mac: mac, track: track)

  func signIn() async throws {
    try await module.installWorkingKeys(Self.workingKeys, masterKeySlot: 1)
  }

  func enter(
    _ keys: String, pan: String = "6216261000000000018", lengths: Set<Int> = [0, 6],
    onDigitCount: @escaping (Int) -> Void = { _ in }
  ) async throws(SecurityModuleError) -> PINEntryResult {
    keypad.play(keys)
    return try await module.enterPIN(
      PINEntryRequest(
        panDigits: Array(pan.utf8), allowedLengths: lengths, timeout: .seconds(60)),
      onDigitCount: onDigitCount)
  }
}
