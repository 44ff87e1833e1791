import PaymentTypes
import ArgumentParser
import BoardProfile
import Firmware
import HAL
import Ledger

/// `posctl restore`: a backup in the place of the ledger.
struct Restore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put a backup in the place of the ledger of a terminal that is stopped.",
    discussion: """
      The backup is verified first and only read. The present ledger and its log are kept as \
      LEDGER.before-restore-N. Trace numbers are skipped, so that none that was used since the \
      backup comes again. A power cut loses nothing: before the point of no return the present \
      ledger stands as it was; behind it posd refuses to start until posctl restore --finish has \
      done the rest.
      """)

  @Argument(help: ArgumentHelp("The backup.", valueName: "file"))
  var file: String?

  @Flag(help: "Finish a restore that was interrupted.")
  var finish = false

  @Flag(
    help: ArgumentHelp(
      "Take a backup that was made while a transaction was in doubt.",
      discussion: "The terminal will reverse that transaction, however it ended since."))
  var reverseWhatIsInDoubt = false

  @OptionGroup var options: ProfileOptions

  func validate() throws(ValidationError) {
    guard (file == nil) == finish else {
      throw ValidationError("name the backup, or give --finish to finish an interrupted restore")
    }
  }

  func run() throws(Complaint) {
    let profile = try options.read()
    guard try ControlClient.connect(path: profile.controlSocket) == nil else {
      throw Complaint(
        "posd runs on \(profile.controlSocket): stop it first, for it would go on writing to the "
          + "ledger that is replaced")
    }
    if let file { try restore(file, profile) } else { try finish(profile) }
  }

  private func finish(_ profile: BoardProfile) throws(Complaint) {
    let kept = try LedgerFile.handling { () throws(LedgerFileError) in
      try LedgerRestoration(of: profile.ledgerPath).finish()
    }
    print("\(profile.ledgerPath): the interrupted restore is finished")
    Self.printAdvice(kept: kept)
  }

  private func restore(_ file: String, _ profile: BoardProfile) throws(Complaint) {
    let path = profile.ledgerPath
    let protection = try ProfileOptions.protection(of: profile)
    let present = try Self.present(profile, protection)
    let backup = try LedgerFile.handling { () throws(LedgerFileError) in
      try LedgerInspection.whole(file, protection: protection)
    }
    try refuseToLoseReversal(backup: backup, present: present, file: file, path: path)
    let count = LedgerRestoration.tracesToSkip(backup: backup.state, present: present?.state)
    let kept = try LedgerFile.handling { () throws(LedgerFileError) in
      let restoration = try LedgerRestoration(of: path)
      try restoration.begin(with: file, skippingTraces: count, protection: protection)
      return try restoration.finish()
    }
    print(
      "\(path): restored from \(file), \(backup.recordCount) records, batch "
        + "\(backup.state.batch?.text ?? "none"), \(count) trace numbers skipped")
    if let owed = present?.state.unresolved {
      print(
        "The replaced ledger owed a reversal of transaction \(owed.intent.identity.trace.text), "
          + "\(owed.intent.amount.text): clear it up with the acquirer")
    }
    Self.printAdvice(kept: kept)
  }

  /// The present ledger as far as it can be read; nil when there is none, or nothing of it.
  private static func present(
    _ profile: BoardProfile, _ protection: any RecordProtection
  ) throws(Complaint) -> LedgerInspection? {
    let path = profile.ledgerPath
    return try LedgerFile.handling { () throws(LedgerFileError) in
      if LedgerRestoration.isUnfinished(at: path) { throw .restoreUnfinished(path: path) }
      do throws(LedgerFileError) {
        let snapshot = try LedgerSnapshot(of: path)
        return try? LedgerInspection(of: snapshot, protection: protection)
      } catch .missing {
        return nil
      }
    }
  }

  /// A reversal that is owed is money: it is neither forgotten nor sent without need.
  private func refuseToLoseReversal(
    backup: LedgerInspection, present: LedgerInspection?, file: String, path: String
  ) throws(Complaint) {
    if let present, present.damage == nil, let owed = present.state.unresolved {
      throw Complaint(
        "the ledger \(path) is intact and owes a reversal of transaction "
          + "\(owed.intent.identity.trace.text): start posd and let it reach the center first")
    }
    if let doubtful = backup.state.unresolved, !reverseWhatIsInDoubt {
      throw Complaint(
        "\(file) was made while transaction \(doubtful.intent.identity.trace.text) was in doubt, "
          + "and the terminal would reverse it, however it ended since: take another backup, or "
          + "check the center's books and add --reverse-what-is-in-doubt")
    }
  }

  private static func printAdvice(kept: String?) {
    if let kept { print("The former ledger is kept as \(kept)") }
    print(
      """
      Next: start posd, sign in, and compare posctl ledger list with the center's books. What was \
      done after the backup is missing here; the center and the former ledger have it. Then settle.
      """)
  }
}
