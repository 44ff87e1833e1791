/// Which keys a software module takes.
package enum KeyPermission: Hashable, Sendable {
  /// Keys that are marked as test keys, and no others.
  case testKeysOnly
  /// Any key, although it lies open in this process's memory: whoever reads it owns the terminal.
  case realKeysInUnprotectedMemory
}
