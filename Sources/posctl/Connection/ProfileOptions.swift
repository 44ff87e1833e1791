import ArgumentParser
import BoardProfile
import BoardSecurity
import EventLoop
import HAL
import SoftwareSecurityModule
import YAMLDocument

/// Which terminal is meant.
struct ProfileOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The board profile that the terminal runs with.", valueName: "file"))
  var profile = "board-profiles/bench.yaml"

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Replaces a value of the profile, as the same option of posd does.",
      valueName: "key=value"))
  var overrides: [String] = []

  /// Reads the profile.
  func read() throws(Complaint) -> BoardProfile {
    do throws(YAMLError) {
      return try BoardProfile.read(path: profile, overrides: overrides)
    } catch {
      throw Complaint("\(error); name the terminal's profile with --profile FILE")
    }
  }

  /// What protects the records of the ledger.
  static func protection(of profile: BoardProfile) throws(Complaint) -> any RecordProtection {
    do throws(KeySetError) {
      return try SoftwareRecordProtection(profile.security, entropy: SystemEntropy())
    } catch {
      throw Complaint("security.keys: \(error)")
    }
  }
}
