import MockDevices
import TestCards
import Testing

/// Which profiles there are, and why some are not.
@Suite struct CardProfileListTests {
  /// How many profiles each group of the list has.
  private static let counts = [
    "A": 18, "B": 21, "C": 16, "D": 22, "E": 17, "F": 19, "G": 12, "H": 11, "K": 1, "L": 7,
  ]

  /// Those without a file.
  private static let leftOut = [
    "A13": "one byte after each procedure byte: the reader's affair, below commands",
    "A15": "chaining, resynchronisation and parity of T=1: the reader's affair, below commands",
    "D22": "fDDA: contactless, for which there is no kernel yet",
    "F19": "a PIN enciphered on a curve: the security module has none yet",
  ]

  @Test func `every profile of the list has a file, or a reason why it has none`() throws {
    // A profile with several files numbers them behind a hyphen.
    let identifiers = try TestCards.profiles.map { profile in
      let name = try TestCards.folder.file(profile).personality.identifier
      return String(name.prefix { $0 != "-" })
    }
    let listed = Self.counts.flatMap { group, count in (1...count).map { "\(group)\($0)" } }
    for identifier in listed {
      let isThere = identifiers.contains(identifier)
      #expect(isThere != (Self.leftOut[identifier] != nil), "\(identifier)")
    }
    #expect(Set(identifiers).subtracting(listed) == [])
  }

  @Test func `every case has a name of its own in its file, and says what it comes to`() throws {
    for profile in TestCards.profiles {
      let cases = try CardCaseReader(TestCards.folder.file(profile)).cases()
      #expect(Set(cases.map(\.title)).count == cases.count, "\(profile)")
      for trial in cases {
        let subjects = trial.expectation.lines.filter { !$0.values.isEmpty }.map(\.subject)
        #expect(subjects.contains("outcome") || subjects.contains("failure"), "\(trial.title)")
      }
    }
  }
}
