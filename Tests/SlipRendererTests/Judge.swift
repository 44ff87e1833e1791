import Foundation
import Testing

/// A program of others that looks at what we print, or prints what we look at.
///
/// In CI it must be there; elsewhere a test without it is skipped, loudly.
struct Judge {
  /// Why a judge said nothing.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let program: URL

  /// Reads bar codes and QR codes in pictures (package zbar-tools).
  static func codeReader() throws -> Judge {
    try Judge(["/usr/bin/zbarimg"], cure: "install the package zbar-tools")
  }

  /// A Python that has python-escpos.
  static func pythonESCPOS() throws -> Judge {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try Judge(
      [root.appending(path: ".build/python-escpos/bin/python").path()],
      cure: "run .ci/setup test, which makes .build/python-escpos")
  }

  private init(_ paths: [String], cure: String) throws {
    if let path = paths.first(where: FileManager.default.isExecutableFile) {
      program = URL(filePath: path)
      return
    }
    let text = "\(paths.joined(separator: ", ")) is not there: \(cure)"
    if ProcessInfo.processInfo.environment["CI"] == "true" { throw Failure(description: text) }
    try Test.cancel("SKIPPED: \(text)")
  }

  /// Runs it to its end and gives what it wrote to its standard output.
  func run(_ arguments: [String]) throws -> String {
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appending(path: "judge-\(UUID().uuidString)")
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    let output = try FileHandle(forWritingTo: file)
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw Failure(description: "\(program.lastPathComponent) ended with an error: \(text)")
    }
    return text
  }

  /// The codes that a picture holds, sorted.
  func codes(in picture: [UInt8]) throws -> [String] {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "slip-\(UUID().uuidString).png")
    try Data(picture).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try run(["--quiet", "--raw", file.path()]).split(separator: "\n").map(String.init)
      .sorted()
  }
}
