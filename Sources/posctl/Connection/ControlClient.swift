import EventLoop
import Glibc
import JSONText
import SystemPackage

/// A connection to the control socket of a running posd.
struct ControlClient: ~Copyable {
  /// The longest answer: a full batch has about 1.5 MB.
  private static let answerLimit = 64 << 20
  /// How long an answer may make one wait; a backup is the longest work behind one.
  private static let silenceLimitMilliseconds: Int32 = 30_000

  private let path: String
  private let descriptor: FileDescriptor

  private init(path: String, descriptor: FileDescriptor) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { try? descriptor.close() }

  /// Connects; nil when no posd listens there.
  static func connect(path: String) throws(Complaint) -> ControlClient? {
    do throws(Errno) {
      return ControlClient(path: path, descriptor: try UnixStream.connect(path: path))
    } catch .noSuchFileOrDirectory, .connectionRefused {
      return nil
    } catch {
      throw Complaint(
        "cannot connect to the control socket \(path) (\(error)): check the path, and run posctl "
          + "as the user that posd runs as")
    }
  }

  /// Sends a line and gives the value that comes back; an `error` in it is thrown.
  borrowing func ask(_ line: String) throws(Complaint) -> JSONValue {
    try send(Array((line + "\n").utf8))
    let text = try receiveLine()
    let answer: JSONValue
    do throws(JSONError) {
      answer = try JSONValue(parsing: text)
    } catch {
      throw Complaint(
        "what answers on \(path) speaks no JSON (byte \(error.offset)): is it posd?")
    }
    if let error = answer["error"]?.string {
      let cure = answer["expected"]?.string.map { "; expected: \($0)" } ?? ""
      throw Complaint("posd on \(path) says: \(error)\(cure)")
    }
    return answer
  }

  private borrowing func send(_ bytes: [UInt8]) throws(Complaint) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count: Int
      do throws(Errno) {
        count = try UnixStream.send(rest, on: descriptor)
      } catch {
        throw gone
      }
      if count == 0 { try wait(for: POLLOUT) }
      rest = rest.dropFirst(count)
    }
  }

  private borrowing func receiveLine() throws(Complaint) -> String {
    var line: [UInt8] = []
    while line.count <= Self.answerLimit {
      let bytes: [UInt8]?
      do throws(Errno) {
        bytes = try UnixStream.receive(on: descriptor)
      } catch {
        throw gone
      }
      guard let bytes else {
        try wait(for: POLLIN)
        continue
      }
      if bytes.isEmpty { throw gone }
      line += bytes
      if line.last == 0x0A { return String(decoding: line.dropLast(), as: UTF8.self) }
    }
    throw Complaint("the answer on \(path) has no end: is it posd that listens there?")
  }

  private borrowing func wait(for events: Int32) throws(Complaint) {
    var request = pollfd(fd: descriptor.rawValue, events: Int16(events), revents: 0)
    let count = poll(&request, 1, Self.silenceLimitMilliseconds)
    guard count > 0 || count < 0 && errno == EINTR else {
      throw Complaint(
        "posd on \(path) has not answered for \(Self.silenceLimitMilliseconds / 1000) seconds: "
          + "look at its log, and restart it if it hangs")
    }
  }

  private var gone: Complaint {
    Complaint("posd on \(path) went away before it answered: look at its log, and try again")
  }
}
