package import Ledger

/// What to tell a person when the books can't be opened: what, where and what to do.
package enum LedgerAdvice {
  /// One line; the file is never changed by the failure that it speaks of.
  package static func text(_ error: LedgerError, path: String) -> String {
    switch error {
    case .cannotOpen(let code):
      "cannot open the ledger \(path) (SQLite code \(code)): check that its folder exists and is "
        + "writable"
    case .inUse:
      "the ledger \(path) is in use: another posd runs on it; stop that one, or choose another "
        + "folder with --set data=FOLDER"
    case .notALedger:
      "\(path) is not a ledger: it was left as it is; move it away, or choose another folder with "
        + "--set data=FOLDER"
    case .laterFormat(let found, let supported):
      "the ledger \(path) has format \(found), and this version knows up to \(supported): start "
        + "the version that wrote it, or a later one"
    case .restoreUnfinished: unfinished(path)
    case .damaged(let sequence, let damage):
      "the ledger \(path) is damaged at record \(sequence) (\(words(of: damage))): it was left as "
        + "it is, and nothing is sold on it; look with posctl ledger verify, then restore a backup "
        + "with posctl restore, which keeps the damaged file aside"
    case .refused(let refusal): "the ledger \(path) refuses a record (\(refusal))"
    case .full:
      "no room for the ledger \(path): free some space on its disk"
    case .inputOutput(let code):
      "the disk under the ledger \(path) fails (SQLite code \(code)): have the storage checked "
        + "before anything is sold"
    case .sealing(let error):
      "the security module can't seal the ledger \(path) (\(error)): check security.keys"
    }
  }

  /// One line about a file that can't be copied, kept or put in place.
  package static func text(_ error: LedgerFileError) -> String {
    switch error {
    case .missing(let path): "there is no file \(path): check the name and the folder"
    case .exists(let path):
      "\(path) is there already and is never overwritten: choose another name, or move it away"
    case .notAFile(let path): "\(path) is no ordinary file: name the ledger's file itself"
    case .inUse(let path):
      "the ledger \(path) is in use: stop the posd that runs on it, and try again"
    case .restoreUnfinished(let path): unfinished(path)
    case .nothingToFinish(let path):
      "no restore of the ledger \(path) is unfinished: posctl restore FILE begins one"
    case .unusable(let path, let error): text(error, path: path)
    case .failed(let operation, let path, let code): failure(operation, path, "\(code)")
    }
  }

  private static func unfinished(_ path: String) -> String {
    "a restore of the ledger \(path) was interrupted: run posctl restore --finish, which loses "
      + "nothing"
  }

  private static func failure(
    _ operation: LedgerFileError.Operation, _ path: String, _ reason: String
  ) -> String {
    switch operation {
    case .read: "cannot read \(path) (\(reason)): check the name and who may read it"
    case .write:
      "cannot write \(path) (\(reason)): check the room on its disk and who may write there"
    case .link:
      "cannot give a file the name \(path) (\(reason)): its file system must allow hard links"
    case .rename: "cannot replace or remove \(path) (\(reason)): check who may write there"
    }
  }

  /// What is wrong with a record, in words.
  package static func words(of damage: LedgerError.Damage) -> String {
    switch damage {
    case .structure: "the file is inconsistent"
    case .gap: "a record is missing"
    case .seal: "its seal does not fit: rot, tampering, or other keys"
    case .body: "its bytes are no record"
    case .order: "it contradicts the records before it"
    }
  }
}
