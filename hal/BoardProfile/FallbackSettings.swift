import YAMLDocument

/// When a chip card may be swiped because its chip can't be read.
///
/// In an acquirer's file: `fallback: forbidden`, or how many failures and for how long.
package struct FallbackSettings: Hashable, Sendable {
  /// After how many failures in a row, 1 to 9.
  package var failureCount: Int
  /// For how long after the last one.
  package var duration: Duration

  private enum Ban: String, CaseIterable {
    case forbidden
  }

  /// Nil where it is forbidden.
  static func read(_ node: YAMLNode) throws(YAMLError) -> FallbackSettings? {
    if case .scalar = node.content {
      _ = try node.oneOf(Ban.self)
      return nil
    }
    let rule = try node.mapping(allowing: ["after-failures", "within-seconds"])
    return FallbackSettings(
      failureCount: try rule.required("after-failures").integer(in: 1...9),
      duration: .seconds(try rule.required("within-seconds").integer(in: 10...300)))
  }
}
