package import HAL

/// Puts a backup in the place of a ledger, so that a power cut at any instant loses neither.
///
/// The backup is copied, verified and made ready beside the ledger. Then it gets the name that ends
/// in `.restoring`: from that moment no terminal opens the ledger, and the rest can be done again
/// and again until it is done. The present ledger and its log get names of their own before they
/// lose theirs. The ledger is locked as long as this value lives.
package struct LedgerRestoration: ~Copyable {
  /// What remains to be done behind the point of no return, in order; each may be repeated.
  package enum Step: CaseIterable, Sendable {
    /// Gives the present ledger and its log second names.
    case keepPresentLedger
    /// Takes the log's own name away: it must never meet another ledger.
    case detachLog
    /// Gives the restored ledger its name.
    case putInPlace
  }

  private let path: String
  private let lock: LedgerLock?
  private var incoming: String { path + ".incoming" }
  private var pending: String { Self.pendingPath(of: path) }

  /// Locks the ledger at `path`; throws `.inUse` while a terminal runs on it.
  package init(of path: String) throws(LedgerFileError) {
    self.path = path
    lock = try DurableFile.identity(of: path) == nil ? nil : LedgerLock(path, .exclusive)
  }

  /// Whether a restore of the ledger at `path` went past its point of no return without its end.
  package static func isUnfinished(at path: String) -> Bool {
    DurableFile.exists(pendingPath(of: path))
  }

  /// How many trace numbers to skip, so that none that was used since the backup comes again.
  ///
  /// What the present ledger reserved counts when it stands ahead of the backup; its last part may
  /// be unreadable, and so a margin is added: 100,000, a month of echo tests and sales.
  package static func tracesToSkip(backup: LedgerState, present: LedgerState?) -> Int {
    let margin = 100_000
    guard let present else { return margin }
    let lead = (present.reservedTrace - backup.reservedTrace + 999_999) % 999_999
    // Numbers wrap: what seems more than half of them ahead is behind.
    return lead < 500_000 ? lead + margin : margin
  }

  /// Makes the backup ready and goes past the point of no return; the backup itself is only read.
  package borrowing func begin(
    with backup: String, skippingTraces count: Int, protection: any RecordProtection
  ) throws(LedgerFileError) {
    guard !Self.isUnfinished(at: path) else { throw .restoreUnfinished(path: path) }
    // What an interrupted attempt left: nothing depends on it yet.
    for suffix in [""] + LedgerSnapshot.companions { try DurableFile.remove(incoming + suffix) }
    let snapshot = try LedgerSnapshot(of: backup)
    do throws(LedgerError) {
      let inspection = try LedgerInspection(of: snapshot, protection: protection)
      if let damage = inspection.damage { throw damage }
    } catch {
      throw .unusable(path: backup, error)
    }
    do throws(LedgerError) {
      try snapshot.write(to: incoming)
      try Ledger(path: incoming, protection: protection).skipTraces(count)
    } catch {
      throw .unusable(path: incoming, error)
    }
    // The log is gone with the last connection; a ledger in two files could not be renamed at once.
    for companion in LedgerSnapshot.companions where DurableFile.exists(incoming + companion) {
      throw .exists(path: incoming + companion)
    }
    try DurableFile.adopt(incoming, like: path)
    try DurableFile.sync(incoming)
    try DurableFile.link(incoming, as: pending)
    try DurableFile.syncFolder(of: path)
    try DurableFile.remove(incoming)
  }

  /// Does what remains; returns the name under which the former ledger is kept, if there was one.
  @discardableResult
  package borrowing func finish() throws(LedgerFileError) -> String? {
    guard Self.isUnfinished(at: path) else { throw .nothingToFinish(path: path) }
    let kept = try DurableFile.identity(of: path) == nil ? nil : try keptPath()
    for step in Step.allCases { try perform(step) }
    return kept
  }

  /// Does one step.
  package borrowing func perform(_ step: Step) throws(LedgerFileError) {
    switch step {
    case .keepPresentLedger:
      let kept = try keptPath()
      for suffix in [""] + LedgerSnapshot.companions {
        guard let present = try DurableFile.identity(of: path + suffix),
          try DurableFile.identity(of: kept + suffix) != present
        else { continue }
        try DurableFile.link(path + suffix, as: kept + suffix)
      }
    case .detachLog:
      for suffix in LedgerSnapshot.companions + ["-shm"] { try DurableFile.remove(path + suffix) }
    case .putInPlace: try DurableFile.replace(path, by: pending)
    }
    try DurableFile.syncFolder(of: path)
  }

  private static func pendingPath(of path: String) -> String { path + ".restoring" }

  /// The first name that is free, or that the present ledger has already.
  private borrowing func keptPath() throws(LedgerFileError) -> String {
    let present = try DurableFile.identity(of: path)
    for number in 1...Int.max {
      let name = "\(path).before-restore-\(number)"
      let holder = try DurableFile.identity(of: name)
      let isLogFree = !DurableFile.exists(name + "-wal")
      if holder == nil ? isLogFree : holder == present { return name }
    }
    preconditionFailure("no folder holds that many files")
  }
}
