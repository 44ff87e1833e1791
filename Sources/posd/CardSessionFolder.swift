import BoardProfile
import ChipTransaction
import JSONText
import SystemPackage

/// The last sessions with chip cards, in files beside the ledger: what `posctl emv replay` plays.
///
/// There are at most sixteen files; the transaction's number chooses the one that is replaced. They
/// are no records: nothing waits for the disk, and what can't be written is not kept.
final class CardSessionFolder {
  private static let fileCount = 16

  private let path: String
  private let isMasked: Bool

  /// Nil when the profile wants nothing kept.
  init?(_ profile: BoardProfile) {
    switch profile.cardSessions {
    case .none: return nil
    case .masked: isMasked = true
    case .unmasked: isMasked = false
    }
    path = profile.dataDirectory + "/card-session-"
  }

  /// Writes a session in the place of an older one.
  func keep(_ recording: SessionRecording) {
    let number = recording.sequenceNumber % Self.fileCount
    let text = recording.json(isMasked: isMasked).text + "\n"
    let file = try? FileDescriptor.open(
      path + "\(number).json", .writeOnly, options: [.create, .truncate],
      permissions: .ownerReadWrite)
    guard let file else { return }
    _ = try? file.closeAfter { try file.writeAll(text.utf8) }
  }
}
