import Octets
import Testing

/// Bytes from hexadecimal text; a typing error in a vector fails the test that holds it.
func hex(_ text: String) -> [UInt8] {
  do {
    return try Hexadecimal.bytes(text)
  } catch {
    Issue.record("not hexadecimal: \(text)")
    return []
  }
}

/// The terminal master key, working keys and message of vector C, UnionPay reference 4.1 and 2.13.
enum VectorC {
  static let masterKey = hex("0123456789ABCDEFFEDCBA9876543210")
  static let pinKey = hex("1A2A3D4C5E6E70809292A4B5C7D6E9F8")
  static let macKey = hex("3140582652589792")
  static let trackKey = hex("26192919294591452352612975703426")
  /// Message 3, from the MTI to the last byte before field 64.
  static let message = hex(
    """
    0200302004C020C0981100000000000001234500000202100012376216261000000000018D8DBAA47BAAA823320031
    32333435363738383938333130303533313130303031313536AA9EB6A1815682D22610000000000000001322000001
    000500
    """)
}
