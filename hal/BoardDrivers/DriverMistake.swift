/// Why a driver can't be made as the profile asks, in words for the person who wrote the profile.
package struct DriverMistake: Error, Hashable, Sendable {
  /// What is wrong, and where in the profile.
  package let text: String

  /// Says what is wrong.
  package init(_ text: String) { self.text = text }
}
