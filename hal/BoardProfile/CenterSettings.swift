import YAMLDocument

/// Where the center is and how a connection to it is protected.
package struct CenterSettings: Hashable, Sendable {
  /// What protects the connection.
  package enum Protection: Hashable, Sendable {
    /// Nothing.
    case none
    /// TLS: the center's certificate must be signed by one in the file and be for the name.
    case tls(certificateAuthorityFile: String, serverName: String)
  }

  /// A name or an address.
  package var host: String
  /// 1 to 65535.
  package var port: UInt16
  /// What protects the connection.
  package var protection: Protection
  /// How long a connection may take, TLS included.
  package var connectTimeout: Duration
  /// How long to wait for an answer.
  package var answerTimeout: Duration

  init(_ node: YAMLNode, folder: ProfileFolder) throws(YAMLError) {
    let center = try node.mapping(allowing: [
      "host", "port", "tls", "connect-timeout-seconds", "answer-timeout-seconds",
    ])
    host = try center.required("host").text("a name or an address")
    port = UInt16(clamping: try center.required("port").integer(in: 1...65_535))
    protection = try Self.protection(center.required("tls"), folder: folder)
    connectTimeout = .seconds(try center.required("connect-timeout-seconds").integer(in: 1...120))
    answerTimeout = .seconds(try center.required("answer-timeout-seconds").integer(in: 1...180))
  }

  private static func protection(
    _ node: YAMLNode, folder: ProfileFolder
  ) throws(YAMLError) -> Protection {
    if case .scalar(let word, _) = node.content {
      guard word == "none" else {
        throw node.error(expected: "none, or a mapping with ca-file, server-name")
      }
      return .none
    }
    let tls = try node.mapping(allowing: ["ca-file", "server-name"])
    let file = try tls.required("ca-file").text("a file of certificates")
    return .tls(
      certificateAuthorityFile: folder.path(of: file),
      serverName: try tls.required("server-name").text("the name in the certificate"))
  }
}
