/// What a management message wants (sub-field 60.3); `000` in transactions.
///
/// On the wire: three digits. Source: UnionPay POS, field 60.3.
package struct NetworkManagementCode: Hashable, Sendable {
  /// The three digits.
  package let text: String

  /// Takes exactly three decimal digits.
  package init?(_ text: some StringProtocol) {
    guard text.utf8.count == 3, text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    self.text = String(text)
  }

  private init(constant text: String) { self.text = text }

  /// 000: a transaction, no management.
  package static let financial = Self(constant: "000")
  /// 001: sign-in for keys of single length.
  package static let signInSingleLength = Self(constant: "001")
  /// 002: sign-off.
  package static let signOff = Self(constant: "002")
  /// 003: sign-in for keys of double length.
  package static let signInDoubleLength = Self(constant: "003")
  /// 004: sign-in for keys of double length, with a key for tracks.
  package static let signInWithTrackKey = Self(constant: "004")
  /// 006: sign-in for SM4 keys.
  package static let signInSM4 = Self(constant: "006")
  /// 201: settlement, and lists of swiped transactions.
  package static let settlement = Self(constant: "201")
  /// 202: end of a batch that did not balance.
  package static let batchEndUnbalanced = Self(constant: "202")
  /// 203: a chip transaction of a batch that balanced.
  package static let chipDetailBalanced = Self(constant: "203")
  /// 204: a failed chip transaction of a batch that balanced.
  package static let chipFailureBalanced = Self(constant: "204")
  /// 205: a chip transaction of a batch that did not balance.
  package static let chipDetailUnbalanced = Self(constant: "205")
  /// 206: a failed chip transaction of a batch that did not balance.
  package static let chipFailureUnbalanced = Self(constant: "206")
  /// 207: end of a batch that balanced.
  package static let batchEndBalanced = Self(constant: "207")
  /// 301: echo test.
  package static let echo = Self(constant: "301")
  /// 951: results of issuer scripts.
  package static let scriptResult = Self(constant: "951")
}
