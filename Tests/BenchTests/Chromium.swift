import Foundation
import Testing

/// A headless Chromium with one page, driven over its debugging pipe.
///
/// On the wire: JSON texts that end with a zero byte. Source: the Chrome DevTools Protocol.
final class Chromium {
  /// What went wrong with the browser.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  private static let candidates = [
    "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
    "/snap/bin/chromium",
  ]
  /// The browser's program; nil when none is installed.
  static let program = candidates.first { FileManager.default.isExecutableFile(atPath: $0) }

  private let process = Process()
  private let folder: String
  private let input: FileHandle
  private let output: FileHandle
  private var buffer = Data()
  private var lastIdentifier = 0
  private var session: String?

  /// Starts the browser with an empty page.
  init() throws {
    guard let program = Self.program else { throw Failure(description: "no Chromium") }
    folder = NSTemporaryDirectory() + "chromium-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let (toBrowser, fromBrowser) = (folder + "/in", folder + "/out")
    guard mkfifo(toBrowser, 0o600) == 0, mkfifo(fromBrowser, 0o600) == 0 else {
      throw Failure(description: "no pipes")
    }
    process.executableURL = URL(filePath: "/bin/sh")
    // The browser reads descriptor 3 and writes descriptor 4.
    process.arguments = [
      "-c",
      """
      exec '\(program)' --headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run \
      --remote-debugging-pipe --user-data-dir='\(folder)/profile' about:blank \
      3<'\(toBrowser)' 4>'\(fromBrowser)' 2>/dev/null
      """,
    ]
    try process.run()
    guard let input = FileHandle(forWritingAtPath: toBrowser),
      let output = FileHandle(forReadingAtPath: fromBrowser)
    else { throw Failure(description: "the browser does not open its pipes") }
    self.input = input
    self.output = output
    let targets = try call("Target.getTargets")["targetInfos"] as? [[String: Any]] ?? []
    guard let page = targets.first(where: { $0["type"] as? String == "page" })?["targetId"] else {
      throw Failure(description: "the browser has no page")
    }
    session =
      try call("Target.attachToTarget", ["targetId": page, "flatten": true])["sessionId"]
      as? String
    try call("Page.enable")
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Goes to an address.
  func open(_ address: String) throws { try call("Page.navigate", ["url": address]) }

  /// Takes the size of a screen on, in CSS pixels.
  func resize(width: Int, height: Int, isMobile: Bool = false) throws {
    try call(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": isMobile])
  }

  /// What an expression of JavaScript gives.
  @discardableResult
  func evaluate(_ expression: String) throws -> Any? {
    let answer = try call(
      "Runtime.evaluate", ["expression": expression, "returnByValue": true, "awaitPromise": true])
    if let details = answer["exceptionDetails"] as? [String: Any] {
      throw Failure(description: "\(expression): \(details["text"] ?? "")")
    }
    return (answer["result"] as? [String: Any])?["value"]
  }

  /// Waits until an expression is true.
  func wait(
    until expression: String, seconds: Double = 15,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    for _ in 0..<Int(seconds * 20) {
      if (try? evaluate(expression)) as? Bool == true { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    let text = (try? evaluate("document.body.innerText")) as? String ?? ""
    Issue.record(
      "not true in \(seconds) s: \(expression); the page says: \(text)",
      sourceLocation: sourceLocation)
    throw Failure(description: "not true in time: \(expression)")
  }

  /// Presses a key as on a keyboard, such as `5`, `Enter` or `Escape`.
  func press(_ key: String) throws {
    for type in ["keyDown", "keyUp"] {
      try call("Input.dispatchKeyEvent", ["type": type, "key": key])
    }
  }

  /// Presses keys one after the other.
  func type(_ keys: String) throws { for key in keys { try press(String(key)) } }

  /// Clicks on the middle of an element.
  func click(_ selector: String) throws {
    try evaluate("document.querySelector(\(Self.quoted(selector))).click()")
  }

  /// What stands on the page, as a PNG file.
  func screenshot(to path: String) throws {
    guard let text = try call("Page.captureScreenshot")["data"] as? String,
      let image = Data(base64Encoded: text)
    else { throw Failure(description: "no picture") }
    try image.write(to: URL(filePath: path))
  }

  private static func quoted(_ text: String) -> String {
    let data = (try? JSONSerialization.data(withJSONObject: [text])) ?? Data()
    return String(decoding: data.dropFirst().dropLast(), as: UTF8.self)
  }

  @discardableResult
  private func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
    lastIdentifier += 1
    var message: [String: Any] = ["id": lastIdentifier, "method": method, "params": parameters]
    if let session { message["sessionId"] = session }
    try input.write(contentsOf: try JSONSerialization.data(withJSONObject: message) + [0])
    while true {
      let answer = try next()
      guard answer["id"] as? Int == lastIdentifier else { continue }  // an event
      if let error = answer["error"] { throw Failure(description: "\(method): \(error)") }
      return answer["result"] as? [String: Any] ?? [:]
    }
  }

  private func next() throws -> [String: Any] {
    while true {
      if let end = buffer.firstIndex(of: 0) {
        let message = buffer[..<end]
        buffer = Data(buffer[(end + 1)...])
        let object = try JSONSerialization.jsonObject(with: message)
        return object as? [String: Any] ?? [:]
      }
      let bytes = output.availableData
      guard !bytes.isEmpty else { throw Failure(description: "the browser has gone") }
      buffer += bytes
    }
  }
}
