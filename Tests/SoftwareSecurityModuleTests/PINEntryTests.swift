import HAL
import Octets
import PaymentCryptography
import Testing

@testable import SoftwareSecurityModule

@Suite struct PINEntryTests {
  @Test func `six digits and enter give the block of UnionPay reference 4_2`() async throws {
    let test = try ModuleUnderTest()
    try await test.signIn()
    #expect(try await test.enter("123456E") == .entered(block: hex("AA9EB6A1815682D2")))
    #expect(
      try await test.enter("123456E", pan: "6221558812340000")
        == .entered(block: hex("558CDDA87336DCC6")))
    #expect(
      try await test.enter("123456E", pan: "") == .entered(block: hex("B6AF9B6F63D97E44")))
    #expect(!test.keypad.isHeld)
    #expect(test.clock.timers.isEmpty)
  }

  @Test func `the screen hears how many digits stand`() async throws {
    let test = try ModuleUnderTest()
    try await test.signIn()
    var counts: [Int] = []
    _ = try await test.enter("12C123456E") { counts.append($0) }
    #expect(counts == [1, 2, 0, 1, 2, 3, 4, 5, 6])
  }

  @Test(arguments: [
    "99C123456E",  // clear takes all digits back
    "C123456E",  // clear with nothing to take back
    "1234567E",  // a digit too many
    "123mudf456E",  // keys that mean nothing here
    "1E234E56E",  // enter before the length is allowed
    "123?456E",  // a digit above 9
  ])
  func `what the cardholder types by mistake does no harm`(keys: String) async throws {
    let test = try ModuleUnderTest()
    try await test.signIn()
    #expect(try await test.enter(keys) == .entered(block: hex("AA9EB6A1815682D2")))
  }

  @Test(arguments: 4...12)
  func `every length of ISO 9564 can be allowed`(count: Int) async throws {
    let test = try ModuleUnderTest()
    try await test.signIn()
    let pin = String("123456789012".prefix(count))
    let pan = Array("6221558812340000".utf8)
    let result = try await test.enter(pin + "E", pan: "6221558812340000", lengths: [count])
    guard case .entered(let block) = result else {
      Issue.record("no block but \(result)")
      return
    }
    let clear = try TripleDES.decryptECB(block, key: hex("1A2A3D4C5E6E70809292A4B5C7D6E9F8"))
    #expect(PINBlock.pinDigits(clear: clear, panDigits: pan) == Array(pin.utf8))
  }

  @Test func `enter without a digit goes on without a PIN only where that is allowed`()
    async throws
  {
    let test = try ModuleUnderTest()
    try await test.signIn()
    #expect(try await test.enter("E") == .bypassed)
    #expect(try await test.enter("12CE") == .bypassed)
    #expect(try await test.enter("EX", lengths: [6]) == .cancelled)
  }

  @Test func `cancel ends the entry, and later keys go nowhere`() async throws {
    let test = try ModuleUnderTest()
    try await test.signIn()
    var counts: [Int] = []
    #expect(try await test.enter("12X3456E") { counts.append($0) } == .cancelled)
    #expect(counts == [1, 2])
    #expect(!test.keypad.isHeld)
    #expect(test.clock.timers.isEmpty)
  }

  @Test func `the module's user can cancel, once or twice or with nothing under way`()
    async throws
  {
    let test = try ModuleUnderTest()
    try await test.signIn()
    test.module.cancelPINEntry()
    test.keypad.whenHeld = {
      test.module.cancelPINEntry()
      test.module.cancelPINEntry()
    }
    #expect(try await test.enter("123") == .cancelled)
    #expect(!test.keypad.isHeld)
  }

  @Test func `the time-out is for the whole entry, however busy the keys are`() async throws {
    let test = try ModuleUnderTest()
    try await test.signIn()
    // The fourth digit comes after 60 seconds, each 20 seconds after the one before.
    let result = try await test.enter("123456E") { _ in test.clock.advance(by: .seconds(20)) }
    #expect(result == .timedOut)
    #expect(!test.keypad.isHeld)
    #expect(test.clock.timers.isEmpty)
  }

  @Test func `an entry in time is not ended by the clock later`() async throws {
    let test = try ModuleUnderTest()
    try await test.signIn()
    let result = try await test.enter("123456E") { _ in test.clock.advance(by: .seconds(9)) }
    #expect(result == .entered(block: hex("AA9EB6A1815682D2")))
    test.clock.advance(by: .seconds(60))
    #expect(try await test.enter("X") == .cancelled)
  }

  @MainActor
  @Test func `keys that are removed during an entry encrypt nothing`() async throws {
    let test = try ModuleUnderTest()
    try await test.signIn()
    let entry = Task { @MainActor in try await test.enter("") }
    while !test.keypad.isHeld { await Task.yield() }
    await test.module.removeWorkingKeys()
    test.keypad.press("123456E")
    await #expect(throws: SecurityModuleError.keyMissing) { try await entry.value }
    #expect(!test.keypad.isHeld)
  }

  @MainActor
  @Test func `a second entry is refused while one is under way, which goes on`() async throws {
    let test = try ModuleUnderTest()
    try await test.signIn()
    let first = Task { @MainActor in try await test.enter("123") }
    while !test.keypad.isHeld { await Task.yield() }
    let refusal = SecurityModuleError.failed(code: SecurityModuleError.entryUnderWayCode)
    await #expect(throws: refusal) { try await test.enter("9") }
    test.keypad.press("456E")
    #expect(try await first.value == .entered(block: hex("AA9EB6A1815682D2")))
    #expect(try await test.enter("X") == .cancelled)
  }

  @Test func `impossible requests are refused before the keypad is held`() async throws {
    let test = try ModuleUnderTest()
    try await test.signIn()
    for lengths in [[], [3], [13], [-1], [6, 14]] as [Set<Int>] {
      await #expect(throws: SecurityModuleError.badLength) {
        try await test.enter("123456E", lengths: lengths)
      }
    }
    for pan in ["1234567", "12345678901234567890", "62162610000000000x8"] {
      await #expect(throws: SecurityModuleError.badLength) {
        try await test.enter("123456E", pan: pan)
      }
    }
    #expect(test.keypad.holdCount == 0)
  }

  @Test func `digits are gone once they are encrypted`() throws {
    let entry = try PINEntry(allowedLengths: [4])
    for digit in UInt8(1)...4 { _ = entry.press(.digit(digit)) }
    #expect(!entry.isEmpty)
    #expect(try entry.taken { $0.map { $0 & 0x0F } } == [1, 2, 3, 4])
    #expect(entry.isEmpty)
    #expect(entry.press(.digit(1)) == .ignored)
    #expect(try entry.taken { $0 }.isEmpty)
  }
}
