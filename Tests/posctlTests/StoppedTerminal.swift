import BoardProfile
import BoardSecurity
import EventLoop
import Foundation
import Ledger
import PaymentTypes
import SoftwareSecurityModule
import Testing

/// A terminal of the bench's profile that does not run, with a ledger sealed by its keys.
final class StoppedTerminal {
  let folder: TemporaryFolder
  let profile: BoardProfile

  var ledgerPath: String { profile.ledgerPath }

  /// What names this terminal on a command line.
  var options: [String] {
    ["--profile", Program.profile, "--set", "bench.directory=\(folder.path)"]
  }

  init() throws {
    folder = try TemporaryFolder()
    profile = try BoardProfile.read(
      path: Program.profile, overrides: ["bench.directory=\(folder.path)"])
    try FileManager.default.createDirectory(
      atPath: profile.dataDirectory, withIntermediateDirectories: true)
  }

  func openLedger() throws -> Ledger {
    try Ledger(
      path: profile.ledgerPath, layout: .init(reserveByteCount: 16_384),
      protection: SoftwareRecordProtection(profile.security, entropy: SystemEntropy()))
  }

  /// Adds approved sales to batch 7; with `leavingOpen`, another one whose outcome is open.
  func sell(_ count: Int, leavingOpen: Bool = false) throws {
    let ledger = try openLedger()
    if ledger.state.batch == nil {
      try ledger.commit(.signedIn(batch: try #require(BatchNumber(7))))
    }
    for _ in 0..<count {
      let intent = try intent(try ledger.takeTrace())
      try ledger.commit(.intent(intent))
      try ledger.commit(.outcome(intent.identity, .approved(try approval())))
    }
    if leavingOpen { try ledger.commit(.intent(try intent(try ledger.takeTrace()))) }
  }

  /// Changes the byte in which the last intent was written.
  func rot() throws {
    let url = URL(filePath: profile.ledgerPath)
    var data = try Data(contentsOf: url)
    let place = try #require(data.firstRange(of: Data("621626".utf8))).lowerBound
    data[place] ^= 1
    try data.write(to: url)
  }

  private func intent(_ trace: SystemTraceAuditNumber) throws -> TransactionIntent {
    TransactionIntent(
      identity: TransactionIdentity(batch: try #require(BatchNumber(7)), trace: trace),
      type: .sale, amount: try #require(TransactionAmount(minorUnits: 12_345)),
      maskedPAN: "621626*********0018", protectedPAN: [1], entry: .swipe,
      verification: .onlinePIN, expiry: nil, labelTime: 0, cashier: "001",
      protectedReversal: [2])
  }

  private func approval() throws -> Approval {
    Approval(
      responseCode: .approved,
      retrievalReference: try #require(RetrievalReferenceNumber("101612000002")),
      authorizationCode: nil, date: "0617", time: "101612", cardOrganisation: "CUP",
      institutions: "", remark: "", chipData: [], scriptNotification: [])
  }
}
