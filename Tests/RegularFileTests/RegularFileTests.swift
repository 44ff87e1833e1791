import Foundation
import Glibc
import RegularFile
import Testing

@Suite struct RegularFileTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "regular-file-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path())
  }

  @Test(arguments: [0, 1, 65_536, 65_537, 200_000])
  func `a file comes back byte for byte`(count: Int) throws {
    try withFolder { folder in
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try Data(bytes).write(to: URL(filePath: folder + "/file"))
      try RegularFile.check(folder + "/file")
      #expect(try RegularFile.read(folder + "/file", limit: count) == bytes)
      if count == 0 { return }
      #expect(throws: RegularFile.Failure.tooLong(limit: count - 1)) {
        try RegularFile.read(folder + "/file", limit: count - 1)
      }
    }
  }

  @Test func `what is no regular file is refused at once`() throws {
    try withFolder { folder in
      #expect(mkfifo(folder + "/pipe", 0o600) == 0)
      for path in [folder + "/pipe", folder, "/dev/zero", "/dev/tty0", "/dev/null"]
      where access(path, R_OK) == 0 {
        #expect(throws: RegularFile.Failure.notRegular, "\(path)") {
          try RegularFile.check(path)
        }
        #expect(throws: RegularFile.Failure.notRegular, "\(path)") {
          try RegularFile.read(path, limit: 10)
        }
      }
    }
  }

  @Test func `a file that is not there is told by errno`() throws {
    try withFolder { folder in
      let missing = RegularFile.Failure.unreadable(code: ENOENT)
      #expect(throws: missing) { try RegularFile.read(folder + "/none", limit: 10) }
      #expect(throws: missing) { try RegularFile.check(folder + "/none") }
      #expect("\(missing)" == "No such file or directory")
    }
  }
}
