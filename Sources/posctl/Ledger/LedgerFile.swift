import BoardProfile
import Firmware
import HAL
import Ledger

/// The ledger of a terminal that does not run, in words where it can't be read.
enum LedgerFile {
  /// Reads the ledger that the profile names; damage is in the result.
  static func inspect(_ profile: BoardProfile) throws(Complaint) -> LedgerInspection {
    let path = profile.ledgerPath
    if LedgerRestoration.isUnfinished(at: path) {
      throw Complaint(LedgerAdvice.text(.restoreUnfinished(path: path)))
    }
    let protection = try ProfileOptions.protection(of: profile)
    do throws(LedgerFileError) {
      return try inspect(path, protection)
    } catch .missing {
      throw Complaint(
        "no posd runs, and there is no ledger \(path): name the terminal's profile with --profile "
          + "FILE, or start posd once")
    } catch {
      throw complaint(error)
    }
  }

  /// Does something with files; what goes wrong becomes a complaint.
  static func handling<Value: ~Copyable>(
    _ body: () throws(LedgerFileError) -> Value
  ) throws(Complaint) -> Value {
    do throws(LedgerFileError) {
      return try body()
    } catch {
      throw complaint(error)
    }
  }

  private static func inspect(
    _ path: String, _ protection: any RecordProtection
  ) throws(LedgerFileError) -> LedgerInspection {
    let snapshot = try LedgerSnapshot(of: path)
    do throws(LedgerError) {
      return try LedgerInspection(of: snapshot, protection: protection)
    } catch {
      throw .unusable(path: path, error)
    }
  }

  /// The complaint about a file; damage has an exit status of its own.
  static func complaint(_ error: LedgerFileError) -> Complaint {
    switch error {
    case .unusable(_, .damaged), .unusable(_, .notALedger):
      Complaint(LedgerAdvice.text(error), status: .damaged)
    default: Complaint(LedgerAdvice.text(error))
    }
  }

  /// The complaint about damage; nil when there is none.
  static func complaint(
    aboutDamageIn inspection: LedgerInspection, path: String
  ) -> Complaint? {
    inspection.damage.map { Complaint(LedgerAdvice.text($0, path: path), status: .damaged) }
  }
}
