import Foundation
package import MockDevices

/// The project's test cards.
package enum TestCards {
  /// The folder that holds them, wherever the tests are started.
  package static let folder = CardFolder(
    path: #filePath.split(separator: "/").dropLast(2).map { "/" + $0 }.joined() + "/Cards")

  /// The names of the files in the folders of the groups, such as `B/01-one-application`, in order.
  package static let profiles: [String] =
    ["A", "B", "C", "D", "E", "F", "G", "H", "K", "L"].flatMap { group in
      let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/" + group)
      return (files ?? []).sorted().filter { $0.hasSuffix(".yaml") }
        .map { group + "/" + $0.dropLast(5) }
    }

  /// The cards of the bench; none when a file is wrong, which a test of its own tells.
  package static let bench = (try? folder.benchCards()) ?? []

  /// The card of the bench with this identifier, or nil.
  package static func benchCard(_ identifier: String) -> CardPersonality? {
    bench.first { $0.identifier == identifier }
  }
}
