import Glibc
package import HAL

/// A new backup file: written under another name, verified, then given its own.
///
/// So that no file with the name of a backup is ever half a backup.
package struct LedgerBackup {
  /// Where the backup will be.
  package let path: String
  /// Where the ledger is to be copied to first.
  package var partialPath: String { path + ".partial" }

  /// Plans a backup; throws `.exists` when one of the names is taken.
  package init(path: String) throws(LedgerFileError) {
    self.path = path
    for name in [path, partialPath] where DurableFile.exists(name) { throw .exists(path: name) }
  }

  /// Verifies what was copied and gives it its name.
  ///
  /// A copy that does not verify is removed, and the error says what is wrong with it.
  package func publish(
    protection: any RecordProtection
  ) throws(LedgerFileError) -> LedgerInspection {
    chmod(partialPath, 0o600)
    try DurableFile.sync(partialPath)
    let inspection: LedgerInspection
    do throws(LedgerFileError) {
      inspection = try LedgerInspection.whole(partialPath, protection: protection)
    } catch {
      try DurableFile.remove(partialPath)
      throw error
    }
    try DurableFile.link(partialPath, as: path)
    try DurableFile.syncFolder(of: path)
    try DurableFile.remove(partialPath)
    return inspection
  }
}

extension LedgerInspection {
  /// Reads the ledger in a file, which must be whole.
  package static func whole(
    _ path: String, protection: any RecordProtection
  ) throws(LedgerFileError) -> LedgerInspection {
    let snapshot = try LedgerSnapshot(of: path)
    do throws(LedgerError) {
      let inspection = try LedgerInspection(of: snapshot, protection: protection)
      if let damage = inspection.damage { throw damage }
      return inspection
    } catch {
      throw .unusable(path: path, error)
    }
  }
}
