import HAL
import Octets
import PaymentCryptography
import Testing

@testable import SoftwareSecurityModule

@Suite struct SoftwareSecurityModuleTests {
  /// Message 3 of UnionPay reference 2.13, from the MTI to the last byte before field 64.
  static let message = hex(
    """
    0200302004C020C0981100000000000001234500000202100012376216261000000000018D8DBAA47BAAA823320031
    32333435363738383938333130303533313130303031313536AA9EB6A1815682D22610000000000000001322000001
    000500
    """)

  // MARK: Starting

  @Test func `a key that is not marked as a test key is refused without the permission`() throws {
    let keys = TestKeySet(
      masterKeys: [
        0: .init(ModuleUnderTest.masterKey, isTestKey: true),
        7: .init(ModuleUnderTest.masterKey, isTestKey: false),
      ],
      storageKey: ModuleUnderTest.storageKey, sealKey: ModuleUnderTest.sealKey)
    #expect(throws: KeySetError.notATestKey(slot: 7)) { try Self.start(keys) }
    let module = try Self.start(keys, permission: .realKeysInUnprotectedMemory)
    #expect(module.hasMasterKey(slot: 7))
    #expect(module.isTestModule)
  }

  @Test(arguments: [0, 8, 15, 17, 32])
  func `master keys of another length are refused with their slot`(byteCount: Int) {
    let keys = TestKeySet(
      masterKeys: [3: .init([UInt8](repeating: 1, count: byteCount), isTestKey: true)],
      storageKey: ModuleUnderTest.storageKey, sealKey: ModuleUnderTest.sealKey)
    #expect(throws: KeySetError.badMasterKeyLength(slot: 3, byteCount: byteCount)) {
      try Self.start(keys)
    }
  }

  @Test func `storage and seal keys of another length are refused`() {
    #expect(throws: KeySetError.badStorageKeyLength(16)) {
      try Self.start(
        TestKeySet(
          masterKeys: [:], storageKey: ModuleUnderTest.masterKey,
          sealKey: ModuleUnderTest.sealKey))
    }
    #expect(throws: KeySetError.badSealKeyLength(0)) {
      try Self.start(
        TestKeySet(masterKeys: [:], storageKey: ModuleUnderTest.storageKey, sealKey: []))
    }
  }

  @Test func `slots tell whether they hold a key`() throws {
    let module = try ModuleUnderTest().module
    #expect(module.hasMasterKey(slot: 1))
    #expect(!module.hasMasterKey(slot: 0))
  }

  // MARK: Working keys

  @Test func `a whole sign-in installs keys that compute what the reference says`() async throws {
    let module = try ModuleUnderTest().module
    #expect(!module.hasWorkingKeys)
    try await module.installWorkingKeys(ModuleUnderTest.workingKeys, masterKeySlot: 1)
    #expect(module.hasWorkingKeys)
    // UnionPay reference 4.3, 4.4 and 4.5.
    let ecb = try await module.messageAuthenticationCode(
      over: Self.message, algorithm: .unionPayECB)
    #expect(String(decoding: ecb, as: UTF8.self) == "22418417")
    let x99 = try await module.messageAuthenticationCode(over: Self.message, algorithm: .x9_9)
    #expect(x99 == hex("D8ED12AB1327422E"))
    let track = try await module.encryptTrackBlock(hex("3012201000000000"))
    #expect(Hexadecimal.text(track) == "8DBAA47BAAA82332")
  }

  @Test func `a MAC key of 16 bytes counts as triple DES`() async throws {
    let module = try ModuleUnderTest().module
    // The PIN key in the place of the MAC key: UnionPay reference 4.3, last line.
    let keys = WorkingKeySet(pin: ModuleUnderTest.pin, mac: ModuleUnderTest.pin, track: nil)
    try await module.installWorkingKeys(keys, masterKeySlot: 1)
    let ecb = try await module.messageAuthenticationCode(
      over: Self.message, algorithm: .unionPayECB)
    #expect(String(decoding: ecb, as: UTF8.self) == "8B0E9958")
    let x919 = try await module.messageAuthenticationCode(over: Self.message, algorithm: .x9_19)
    #expect(
      try x919
        == MessageAuthentication.x9_19(
          Self.message, key: hex("1A2A3D4C5E6E70809292A4B5C7D6E9F8")))
    await #expect(throws: SecurityModuleError.badLength) {
      try await module.messageAuthenticationCode(over: Self.message, algorithm: .x9_9)
    }
  }

  @Test func `a MAC key of 8 bytes without zeros behind it will do`() async throws {
    let module = try ModuleUnderTest().module
    var mac = ModuleUnderTest.mac
    mac.cryptogram.removeLast(8)
    try await module.installWorkingKeys(
      WorkingKeySet(pin: ModuleUnderTest.pin, mac: mac, track: nil), masterKeySlot: 1)
    let ecb = try await module.messageAuthenticationCode(
      over: Self.message, algorithm: .unionPayECB)
    #expect(String(decoding: ecb, as: UTF8.self) == "22418417")
  }

  @Test(arguments: [KeyPurpose.pin, .mac, .track])
  func `one wrong check value keeps all new keys out and the old ones in`(
    purpose: KeyPurpose
  ) async throws {
    let module = try ModuleUnderTest().module
    var keys = ModuleUnderTest.workingKeys
    switch purpose {
    case .pin: keys.pin.checkValue[3] ^= 1
    case .mac: keys.mac.checkValue[0] ^= 0x80
    case .track: keys.track?.checkValue = hex("00000000")
    }
    await #expect(throws: SecurityModuleError.checkValueMismatch(purpose)) {
      try await module.installWorkingKeys(keys, masterKeySlot: 1)
    }
    #expect(!module.hasWorkingKeys)
    try await module.installWorkingKeys(ModuleUnderTest.workingKeys, masterKeySlot: 1)
    await #expect(throws: SecurityModuleError.checkValueMismatch(purpose)) {
      try await module.installWorkingKeys(keys, masterKeySlot: 1)
    }
    let ecb = try await module.messageAuthenticationCode(
      over: Self.message, algorithm: .unionPayECB)
    #expect(String(decoding: ecb, as: UTF8.self) == "22418417")
  }

  @Test(arguments: [(0, 4), (7, 4), (24, 4), (16, 3), (16, 0), (16, 8)])
  func `wrapped keys of impossible lengths are refused`(
    byteCount: Int, checkByteCount: Int
  ) async throws {
    let module = try ModuleUnderTest().module
    let key = WorkingKeySet.WrappedKey(
      cryptogram: [UInt8](repeating: 0, count: byteCount),
      checkValue: [UInt8](repeating: 0, count: checkByteCount))
    for keys in [
      WorkingKeySet(pin: key, mac: ModuleUnderTest.mac, track: nil),
      WorkingKeySet(pin: ModuleUnderTest.pin, mac: key, track: nil),
      WorkingKeySet(pin: ModuleUnderTest.pin, mac: ModuleUnderTest.mac, track: key),
    ] {
      await #expect(throws: SecurityModuleError.badLength) {
        try await module.installWorkingKeys(keys, masterKeySlot: 1)
      }
    }
  }

  @Test func `an empty slot installs nothing`() async throws {
    let module = try ModuleUnderTest().module
    await #expect(throws: SecurityModuleError.keyMissing) {
      try await module.installWorkingKeys(ModuleUnderTest.workingKeys, masterKeySlot: 0)
    }
  }

  @Test func `without working keys nothing is computed, before and after they are removed`()
    async throws
  {
    let test = try ModuleUnderTest()
    for round in 0..<2 {
      if round == 1 {
        try await test.signIn()
        await test.module.removeWorkingKeys()
      }
      #expect(!test.module.hasWorkingKeys)
      await #expect(throws: SecurityModuleError.keyMissing) {
        try await test.module.messageAuthenticationCode(over: [1], algorithm: .unionPayECB)
      }
      await #expect(throws: SecurityModuleError.keyMissing) {
        try await test.module.encryptTrackBlock(TripleDES.zeroBlock)
      }
      await #expect(throws: SecurityModuleError.keyMissing) { try await test.enter("123456E") }
      #expect(test.keypad.holdCount == 0)
    }
  }

  @Test func `inputs of impossible lengths are refused`() async throws {
    let test = try ModuleUnderTest()
    try await test.signIn()
    for count in [0, 7, 9, 15, 24] {
      await #expect(throws: SecurityModuleError.badLength) {
        try await test.module.encryptTrackBlock([UInt8](repeating: 0, count: count))
      }
    }
    await #expect(throws: SecurityModuleError.badLength) {
      try await test.module.messageAuthenticationCode(over: [], algorithm: .unionPayECB)
    }
    await #expect(throws: SecurityModuleError.badLength) {
      // The MAC key is single length.
      try await test.module.messageAuthenticationCode(over: [1], algorithm: .x9_19)
    }
  }

  @Test func `a sign-in without a track key encrypts no track`() async throws {
    let module = try ModuleUnderTest().module
    let keys = WorkingKeySet(pin: ModuleUnderTest.pin, mac: ModuleUnderTest.mac, track: nil)
    try await module.installWorkingKeys(keys, masterKeySlot: 1)
    await #expect(throws: SecurityModuleError.keyMissing) {
      try await module.encryptTrackBlock(TripleDES.zeroBlock)
    }
  }

  // MARK: Stored records

  @Test func `a seal is the keyed hash of the record`() throws {
    let module = try ModuleUnderTest().module
    let seal = try module.seal([1, 2, 3])
    #expect(try seal == MessageAuthentication.hmacSHA256([1, 2, 3], key: ModuleUnderTest.sealKey))
    #expect(try module.seal([1, 2, 4]) != seal)
    #expect(try module.seal([]).count == 32)
  }

  @Test func `a protected secret comes back, and looks different each time`() throws {
    let module = try ModuleUnderTest().module
    let secret = Array("6216261000000000018".utf8)
    let first = try module.protect(secret)
    let second = try module.protect(secret)
    #expect(first != second)
    #expect(try module.reveal(first) == secret)
    #expect(try module.reveal(second) == secret)
    #expect(try module.reveal(module.protect([])) == [])
  }

  @Test func `a protected secret that was changed or cut is not revealed`() throws {
    let module = try ModuleUnderTest().module
    let protected = try module.protect([1, 2, 3, 4])
    for index in protected.indices {
      var changed = protected
      changed[index] ^= 1
      #expect(throws: SecurityModuleError.notAuthentic, "byte \(index)") {
        try module.reveal(changed)
      }
      #expect(throws: SecurityModuleError.notAuthentic, "\(index) bytes") {
        try module.reveal(Array(protected.prefix(index)))
      }
    }
  }

  // MARK: Silence

  @Test func `no key and no PIN shows in any text or mirror`() async throws {
    let test = try ModuleUnderTest()
    try await test.signIn()
    let request = PINEntryRequest(
      panDigits: Array("6216261000000000018".utf8), allowedLengths: [6], timeout: .seconds(1))
    let entry = try PINEntry(allowedLengths: request.allowedLengths)
    for digit in UInt8(1)...6 { _ = entry.press(.digit(digit)) }
    let keys = TestKeySet(
      masterKeys: [1: .init(ModuleUnderTest.masterKey, isTestKey: true)],
      storageKey: ModuleUnderTest.storageKey, sealKey: ModuleUnderTest.sealKey)
    let result = try await test.enter("123456E")
    let shown: [Any] = [
      test.module, keys, keys.masterKeys, KeyMaterial(ModuleUnderTest.masterKey), entry, request,
      result,
    ]
    for value in shown {
      var dumped = ""
      dump(value, to: &dumped)
      for text in [dumped, String(describing: value), String(reflecting: value)] {
        // Keys, storage and seal keys, PIN and PAN, as arrays show their elements.
        for secret in ["35", "103", "64", "96", "49", "170", "[1, 2", "621626"] {
          #expect(!text.contains(secret), "\(type(of: value)) shows \(secret)")
        }
      }
    }
    #expect(String(describing: result) == "entered")
  }

  private static func start(
    _ keys: TestKeySet, permission: KeyPermission = .testKeysOnly
  ) throws(KeySetError) -> SoftwareSecurityModule {
    try SoftwareSecurityModule(
      keys: keys, keypad: FakeKeypad(), clock: FakeClock(), entropy: CountingEntropy(),
      permission: permission)
  }
}
