import PaymentTypes
import ArgumentParser
import BoardProfile
import Firmware
import Glibc
import JSONText
import Ledger

/// `posctl backup`: a verified copy of the ledger.
struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the ledger to a new file, and verify the copy.",
    discussion: """
      Selling goes on meanwhile. A file that is there already is never overwritten, and a file \
      with the given name is always a whole backup. --json prints {"backup","records","batch"}.
      """)

  @Argument(help: ArgumentHelp("The new file.", valueName: "file"))
  var file: String

  @OptionGroup var options: LedgerOptions

  func run() throws(Complaint) {
    let profile = try options.profile.read()
    let protection = try ProfileOptions.protection(of: profile)
    let path = try Self.absolutePath(of: file)
    let backup = try LedgerFile.handling { () throws(LedgerFileError) in
      try LedgerBackup(path: path)
    }
    if let client = try ControlClient.connect(path: profile.controlSocket) {
      // posd has a folder of its own: only an absolute path means the same to both.
      _ = try client.ask("backup \(backup.partialPath)")
    } else {
      try Self.copy(profile, to: backup)
    }
    let inspection = try LedgerFile.handling { () throws(LedgerFileError) in
      try backup.publish(protection: protection)
    }
    report(inspection, path)
  }

  /// The path from the root, which one line of the control socket can carry.
  static func absolutePath(of file: String) throws(Complaint) -> String {
    guard !file.isEmpty, !file.contains(where: \.isNewline), !file.utf8.contains(0) else {
      throw Complaint("the name of a backup can't be empty or hold line ends: choose another")
    }
    if file.hasPrefix("/") { return file }
    guard let folder = getcwd(nil, 0) else {
      throw Complaint("the working directory is gone: give the whole path of the backup")
    }
    defer { free(folder) }
    return String(cString: folder) + "/" + file
  }

  private static func copy(
    _ profile: BoardProfile, to backup: LedgerBackup
  ) throws(Complaint) {
    let inspection = try LedgerFile.inspect(profile)
    if let complaint = LedgerFile.complaint(
      aboutDamageIn: inspection, path: profile.ledgerPath)
    {
      throw complaint
    }
    try LedgerFile.handling { () throws(LedgerFileError) in
      let snapshot = try LedgerSnapshot(of: profile.ledgerPath)
      do throws(LedgerError) {
        try snapshot.write(to: backup.partialPath)
      } catch {
        throw .unusable(path: backup.partialPath, error)
      }
    }
  }

  private func report(_ inspection: LedgerInspection, _ path: String) {
    let batch = inspection.state.batch?.text
    if options.json {
      let answer: JSONValue = [
        "backup": .string(path), "records": .number(inspection.recordCount),
        "batch": batch.map { .string($0) } ?? .null,
      ]
      print(answer.text)
    } else {
      print("\(path): \(inspection.recordCount) records, batch \(batch ?? "none"), verified")
    }
  }
}
