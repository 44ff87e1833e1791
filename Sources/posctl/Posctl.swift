import ArgumentParser
import Glibc
import ProgramExit

/// The engineer's tool: asks a terminal what it knows, keeps its books safe, and reads its bytes.
@main
struct Posctl: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "posctl",
    abstract: "Look into a payment terminal, keep its ledger safe, and read its messages.",
    discussion: """
      Card numbers are masked unless --unmasked says otherwise, and keys are never shown.

      Exit status: 0 done; 1 a ledger or a copy of it is damaged, or a board lacks what it needs; \
      2 the question makes no sense or can't be answered, and standard error says what is wrong, \
      where, and what to do.
      """,
    version: "posctl 0.1.0",
    subcommands: [
      Status.self, LedgerCommand.self, Backup.self, Restore.self, Decode.self, BoardCommand.self,
      DevicesCommand.self, CardCommand.self, SwipeCommand.self, ModemCommand.self, Print.self,
      CalcCommand.self, EMVCommand.self,
    ])

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let complaint as Complaint {
      StandardError.write("posctl: \(complaint.text)")
      Glibc.exit(complaint.status.rawValue)
    } catch {
      endProgram(with: error)
    }
  }
}
