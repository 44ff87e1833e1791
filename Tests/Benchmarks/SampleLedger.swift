import BoardProfile
import EventLoop
import HAL
import Ledger
import PaymentTypes
import SoftwareSecurityModule

/// A ledger as a board has it after many sales, under the keys of the board's profile.
struct SampleLedger {
  /// Why there is none.
  enum Failure: Error {
    case impossibleValue
  }

  private static let label = 1_790_000_000
  private let protection: any RecordProtection
  private let batch: BatchNumber

  /// Takes the test keys of a profile.
  init(_ profile: BoardProfile) throws {
    let keys = profile.security.keys
    protection = try SoftwareSecurityModule(
      keys: TestKeySet(
        masterKeys: [:], storageKey: keys.storageKey.bytes, sealKey: keys.sealKey.bytes),
      keypad: NoKeypad(), clock: EventLoop(), entropy: SystemEntropy())
    guard let batch = BatchNumber(1) else { throw Failure.impossibleValue }
    self.batch = batch
  }

  /// Creates a ledger in which nobody has sold anything yet.
  func open(path: String) throws -> Ledger {
    let ledger = try Ledger(path: path, protection: protection)
    try ledger.commit(.signedIn(batch: batch))
    return ledger
  }

  /// Opens a ledger as a start does, checking every record.
  func reopen(path: String) throws {
    keep(try Ledger(path: path, protection: protection).recordCount)
  }

  /// Adds an approved chip sale as the terminal does: intent, outcome, "slip printed".
  func sell(in ledger: Ledger) throws {
    let intent = try intent(trace: try ledger.takeTrace())
    try ledger.commit(.intent(intent))
    try ledger.commit(.outcome(intent.identity, try approval(of: intent)))
    try ledger.commit(.slipPrinted(intent.identity, copy: .merchant))
  }

  /// What stands in the ledger before a sale's first byte leaves; sizes as in a real sale.
  func intent(trace: SystemTraceAuditNumber) throws -> TransactionIntent {
    guard let amount = TransactionAmount(minorUnits: 12_345) else { throw Failure.impossibleValue }
    return TransactionIntent(
      identity: TransactionIdentity(batch: batch, trace: trace), type: .sale, amount: amount,
      maskedPAN: "621626*********0018",
      protectedPAN: try protection.protect(Array("6216261000000000018".utf8)), entry: .chip,
      verification: .onlinePIN, expiry: ExpiryDate(year: 30, month: 12), labelTime: Self.label,
      cashier: "01", protectedReversal: try protection.protect([UInt8](repeating: 0x42, count: 300))
    )
  }

  private func approval(of intent: TransactionIntent) throws -> Outcome {
    guard let reference = RetrievalReferenceNumber("101612" + intent.identity.trace.text) else {
      throw Failure.impossibleValue
    }
    return .approved(
      Approval(
        responseCode: .approved, retrievalReference: reference,
        authorizationCode: AuthorizationCode("123456"), date: "0617", time: "101612",
        cardOrganisation: "CUP", institutions: "0102", remark: "",
        chipData: [UInt8](repeating: 0x9F, count: 180), scriptNotification: []))
  }
}

/// No PIN is typed here.
private final class NoKeypad: Keypad {
  let name = DeviceName("keypad")
  let isAvailable = true
  func attach(to sink: any DeviceEventSink) {}
  func hold(_ handler: @escaping (Key) -> Void) {}
  func release() {}
}
