package import HAL
import PaymentCryptography

/// A security module in this process's own memory, for test keys.
///
/// Keys are overwritten when they are replaced or removed, as far as Swift allows; PIN digits as
/// soon as their block is encrypted. Nothing of either shows in a text form or a mirror.
package final class SoftwareSecurityModule: SecurityModule {
  private enum EntryEnding {
    case finished
    case cancelled
    case timedOut
  }

  private let keypad: any Keypad
  private let clock: any DeviceClock
  let entropy: any EntropySource
  private let masterKeys: [Int: KeyMaterial]
  private let records: SoftwareRecordProtection
  private var workingKeys: WorkingKeys?
  private var isEntryUnderWay = false
  private var endEntry: ((EntryEnding) -> Void)?

  /// Starts a module; `keypad` is the one on which PINs are typed.
  ///
  /// A key that is not marked as a test key is refused, unless `permission` says otherwise.
  package init(
    keys: TestKeySet, keypad: any Keypad, clock: any DeviceClock, entropy: any EntropySource,
    permission: KeyPermission = .testKeysOnly
  ) throws(KeySetError) {
    for (slot, key) in keys.masterKeys.sorted(by: { $0.key < $1.key }) {
      guard [16, 24].contains(key.bytes.count) else {
        throw .badMasterKeyLength(slot: slot, byteCount: key.bytes.count)
      }
      guard key.isTestKey || permission == .realKeysInUnprotectedMemory else {
        throw .notATestKey(slot: slot)
      }
    }
    records = try SoftwareRecordProtection(
      storageKey: keys.storageKey, sealKey: keys.sealKey, entropy: entropy)
    masterKeys = keys.masterKeys.mapValues { KeyMaterial($0.bytes) }
    self.keypad = keypad
    self.clock = clock
    self.entropy = entropy
  }

  /// Always true: memory of a process is no place for a real key.
  package var isTestModule: Bool { true }

  package func hasMasterKey(slot: Int) -> Bool { masterKeys[slot] != nil }

  package var hasWorkingKeys: Bool { workingKeys != nil }

  /// Installs all keys, or none: a refusal leaves those of the sign-in before.
  package func installWorkingKeys(
    _ keys: WorkingKeySet, masterKeySlot: Int
  ) async throws(SecurityModuleError) {
    guard let masterKey = masterKeys[masterKeySlot] else { throw .keyMissing }
    workingKeys = try WorkingKeys(keys, masterKey: masterKey)
  }

  package func removeWorkingKeys() async { workingKeys = nil }

  package func messageAuthenticationCode(
    over bytes: [UInt8], algorithm: MACAlgorithm
  ) async throws(SecurityModuleError) -> [UInt8] {
    guard let key = workingKeys?.mac else { throw .keyMissing }
    do throws(CryptographyError) {
      return switch algorithm {
      case .unionPayECB: try MessageAuthentication.unionPayECB(bytes, key: key.bytes)
      case .x9_9: try MessageAuthentication.x9_9(bytes, key: key.bytes)
      case .x9_19: try MessageAuthentication.x9_19(bytes, key: key.bytes)
      }
    } catch {
      throw SecurityModuleError(error)
    }
  }

  package func encryptTrackBlock(
    _ block: [UInt8]
  ) async throws(SecurityModuleError) -> [UInt8] {
    guard let key = workingKeys?.track else { throw .keyMissing }
    guard [8, 16].contains(block.count) else { throw .badLength }
    do throws(CryptographyError) {
      return try TripleDES.encryptECB(block, key: key.bytes)
    } catch {
      throw SecurityModuleError(error)
    }
  }

  package func enterPIN(
    _ request: PINEntryRequest, onDigitCount: @escaping (Int) -> Void
  ) async throws(SecurityModuleError) -> PINEntryResult {
    guard workingKeys != nil else { throw .keyMissing }
    let panDigits = request.panDigits.isEmpty ? nil : request.panDigits
    // Whether the PAN will do is known before the cardholder types.
    let trial = [UInt8](repeating: 0x30, count: PINBlock.allowedDigitCounts.lowerBound)
    guard (try? PINBlock.clear(pinDigits: trial, panDigits: panDigits)) != nil else {
      throw .badLength
    }
    let ending = try await typedPIN(
      allowedLengths: request.allowedLengths, timeout: request.timeout, onDigitCount: onDigitCount)
    switch ending {
    case .timedOut: return .timedOut
    case .cancelled: return .cancelled
    case .bypassed: return .bypassed
    case .typed(let entry):
      // A sign-in may have changed the keys meanwhile: the newest are the center's.
      guard let key = workingKeys?.pin else { throw .keyMissing }
      return .entered(
        block: try entry.taken { (digits) throws(CryptographyError) in
          try Self.encryptedBlock(digits, panDigits, key)
        })
    }
  }

  private static func encryptedBlock(
    _ pinDigits: [UInt8], _ panDigits: [UInt8]?, _ key: KeyMaterial
  ) throws(CryptographyError) -> [UInt8] {
    var clear = try PINBlock.clear(pinDigits: pinDigits, panDigits: panDigits)
    defer { clear.wipe() }
    return try TripleDES.encryptECB(clear, key: key.bytes)
  }

  /// How the typing of a PIN ended.
  enum TypedPIN {
    case typed(PINEntry)
    case bypassed
    case cancelled
    case timedOut
  }

  /// Lets the cardholder type; whoever takes the entry takes its digits at once.
  func typedPIN(
    allowedLengths: Set<Int>, timeout: Duration, onDigitCount: @escaping (Int) -> Void
  ) async throws(SecurityModuleError) -> TypedPIN {
    guard !isEntryUnderWay else { throw .failed(code: SecurityModuleError.entryUnderWayCode) }
    let entry = try PINEntry(allowedLengths: allowedLengths)
    isEntryUnderWay = true
    defer { isEntryUnderWay = false }
    switch await ending(of: entry, timeout: timeout, onDigitCount: onDigitCount) {
    case .timedOut:
      entry.wipe()
      return .timedOut
    case .cancelled:
      entry.wipe()
      return .cancelled
    case .finished: return entry.isEmpty ? .bypassed : .typed(entry)
    }
  }

  package func cancelPINEntry() { endEntry?(.cancelled) }

  /// Holds the keypad until the cardholder, the clock or `cancelPINEntry` ends the entry.
  private func ending(
    of entry: PINEntry, timeout: Duration, onDigitCount: @escaping (Int) -> Void
  ) async -> EntryEnding {
    await withUnsafeContinuation { continuation in
      let timer = clock.setTimer(after: timeout) { [self] in endEntry?(.timedOut) }
      endEntry = { [self] ending in
        endEntry = nil
        clock.cancelTimer(timer)
        keypad.release()
        continuation.resume(returning: ending)
      }
      keypad.hold { [self] key in
        if endEntry == nil { return }
        switch entry.press(key) {
        case .ignored: break
        case .typing(let digitCount): onDigitCount(digitCount)
        case .finished: endEntry?(.finished)
        case .cancelled: endEntry?(.cancelled)
        }
      }
    }
  }
}

extension SoftwareSecurityModule: RecordProtection {
  package func seal(_ bytes: [UInt8]) throws(SecurityModuleError) -> [UInt8] {
    try records.seal(bytes)
  }

  package func protect(_ secret: [UInt8]) throws(SecurityModuleError) -> [UInt8] {
    try records.protect(secret)
  }

  package func reveal(_ protected: [UInt8]) throws(SecurityModuleError) -> [UInt8] {
    try records.reveal(protected)
  }
}

extension SoftwareSecurityModule: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package var description: String { "a security module for test keys" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
