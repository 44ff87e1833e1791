import PaymentCryptography

/// A clear key, which is overwritten when its last holder lets go, and never shows itself.
///
/// Swift may have copied the bytes while they were on their way here; those copies are not reached.
final class KeyMaterial {
  private(set) var bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    // A buffer of its own, so that wiping it wipes nothing that others still read.
    self.bytes = bytes.map { $0 }
  }

  deinit { bytes.wipe() }
}

extension KeyMaterial: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  var description: String { "a key of \(bytes.count) bytes" }
  var debugDescription: String { description }
  var customMirror: Mirror { Mirror(self, children: [:]) }
}
