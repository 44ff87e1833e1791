import FlyingFox
import FlyingSocks
import Foundation

/// The front panel over HTTP on the loopback: page, slips, and a WebSocket for all that moves.
package struct FrontPanelServer {
  private let world: BenchWorld
  private let port: UInt16
  private let server: HTTPServer

  /// Makes a server for a counter; nothing listens before `run`.
  package init(world: BenchWorld, port: UInt16) {
    self.world = world
    self.port = port
    server = HTTPServer(
      address: .inet(port: port, isLoopbackOnly: true), logger: .disabled)
  }

  /// Where a browser finds the page.
  package var address: String { "http://127.0.0.1:\(port)/" }

  /// Serves until the task is cancelled; calls `onReady` when a browser can come.
  package func run(onReady: @escaping @Sendable () -> Void) async throws {
    await addRoutes()
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run() }
        group.addTask {
          try await server.waitUntilListening()
          onReady()
          try await Task.sleep(for: .seconds(86_400 * 365))
        }
        try await group.next()
        group.cancelAll()
      }
    } catch SocketError.failed(_, EADDRINUSE, _) {
      throw BenchProblem(
        "port \(port) is in use", cure: "stop the other counter, or choose another with --port")
    }
  }

  private func addRoutes() async {
    await addFile("/", PackageResources.panel_html, "text/html; charset=utf-8")
    await addFile("/panel.css", PackageResources.panel_css, "text/css; charset=utf-8")
    await addFile("/panel.js", PackageResources.panel_js, "text/javascript; charset=utf-8")
    let world = world
    await server.appendRoute("GET /slips/:name") { request in
      let name = request.routeParameters["name"] ?? ""
      guard name.hasSuffix(".png"), let number = Int(name.dropLast(4)),
        let image = await world.slipImage(number)
      else { return HTTPResponse(statusCode: .notFound) }
      return Self.response(image, "image/png")
    }
    let panel = WebSocketHTTPHandler(
      handler: MessageFrameWSHandler(handler: PanelConversation(world: world)))
    await server.appendRoute("GET /panel") { request in
      guard Self.comesFromOwnPage(request) else { return HTTPResponse(statusCode: .forbidden) }
      return try await panel.handleRequest(request)
    }
  }

  private func addFile(_ path: String, _ bytes: [UInt8], _ type: String) async {
    await server.appendRoute(HTTPRoute("GET \(path)")) { _ in Self.response(bytes, type) }
  }

  private static func response(_ bytes: [UInt8], _ type: String) -> HTTPResponse {
    HTTPResponse(
      statusCode: .ok,
      headers: [
        .contentType: type, HTTPHeader("Cache-Control"): "no-store",
        HTTPHeader("Content-Security-Policy"): "default-src 'self'; img-src 'self' data:",
        HTTPHeader("X-Content-Type-Options"): "nosniff",
      ], body: Data(bytes))
  }

  /// Refuses other web pages in the same browser, which may open WebSockets to anywhere.
  private static func comesFromOwnPage(_ request: HTTPRequest) -> Bool {
    guard let origin = request.headers[HTTPHeader("Origin")] else { return true }
    guard let host = request.headers[.host] else { return false }
    let name = host.split(separator: ":").first.map(String.init) ?? ""
    return ["127.0.0.1", "localhost"].contains(name) && origin == "http://\(host)"
  }
}

extension SocketAddress where Self == sockaddr_in {
  /// The IPv4 loopback, and nothing else.
  fileprivate static func inet(port: UInt16, isLoopbackOnly: Bool) -> sockaddr_in {
    var address = sockaddr_in.inet(port: port)
    if isLoopbackOnly { address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian }
    return address
  }
}
