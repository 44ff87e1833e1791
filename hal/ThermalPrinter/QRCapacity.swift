/// How big a QR code gets.
enum QRCapacity {
  /// What a code of each version, 1 to 40, holds at medium correction, in bytes.
  ///
  /// Source: ISO/IEC 18004:2015, table 7.
  private static let bytes = [
    14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666,
    711, 779, 857, 911, 997, 1059, 1125, 1190, 1264, 1370, 1452, 1538, 1628, 1722, 1809, 1911,
    1989, 2099, 2213, 2331,
  ]

  /// The modules along an edge of the smallest code at medium correction that holds so many bytes;
  /// nil when none does, or there is nothing to hold.
  static func edge(forBytes count: Int) -> Int? {
    guard count > 0 else { return nil }
    return bytes.firstIndex { $0 >= count }.map { 21 + 4 * $0 }
  }
}
