import CLinux
package import EventLoop
import Glibc
import HAL
import SystemPackage

/// A pcscd of one's own, with emulated readers, beside whatever else runs on the machine.
///
/// The daemon's folder for its socket is compiled into it, so it gets a mount namespace in which a
/// folder of ours stands there. Clients find it by the variable PCSCLITE_CSOCK_NAME, whose value is
/// `socketPath`; libpcsclite reads it once a process. The daemon dies with this process.
package final class PrivatePCSCDaemon {
  /// A reader as the daemon's configuration names it.
  package struct Reader: Hashable, Sendable {
    /// Its name, without the numbers that the daemon adds.
    package var name: String
    /// The socket of its `EmulatedReaderPort`.
    package var path: String

    /// Names a reader.
    package init(name: String, path: String) {
      self.name = name
      self.path = path
    }
  }

  /// Why there is no daemon.
  package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and what to do.
    package let description: String
  }

  /// The variable by which clients find it.
  package static let variable = "PCSCLITE_CSOCK_NAME"

  private static let programs = ["/usr/sbin/pcscd", "/usr/local/sbin/pcscd", "/sbin/pcscd"]
  private static let startLimit = Duration.seconds(10)
  private static let pollInterval = Duration.milliseconds(2)

  private let folder: String
  private let wrapper: [String]
  private let loop: EventLoop
  private var child: Int32?

  /// The socket on which the daemon serves clients.
  package var socketPath: String { folder + "/run/pcscd/pcscd.comm" }
  /// What the daemon has to say.
  package var logPath: String { folder + "/pcscd.log" }
  /// The daemon's number; nil while it does not run.
  package var processIdentifier: Int32? { child }

  /// Prepares a daemon in a folder of its own, whose path should be short.
  ///
  /// `handler` is the shared object of `EmulatedReader`. The daemon's command line comes behind
  /// `wrapper`, such as a program that gives it a mocked USB bus.
  package init(
    folder: String, readers: [Reader], handler: String, wrapper: [String] = [], loop: EventLoop
  ) throws(Problem) {
    self.folder = folder
    self.wrapper = wrapper
    self.loop = loop
    for name in ["", "/run", "/run/pcscd", "/conf"] where mkdir(folder + name, 0o755) != 0 {
      guard errno == EEXIST else {
        throw Problem(description: "\(folder)\(name) can't be made: \(Errno(rawValue: errno))")
      }
    }
    for (number, reader) in readers.enumerated() {
      try Self.write(
        """
        FRIENDLYNAME "\(reader.name)"
        DEVICENAME   \(reader.path)
        LIBPATH      \(handler)
        CHANNELID    \(number)

        """, to: "\(folder)/conf/reader-\(number)")
    }
  }

  deinit { end(with: SIGKILL) }

  /// Starts the daemon and waits until it serves; does nothing when it runs.
  package func start() async throws(Problem) {
    guard child == nil else { return }
    // What a killed one left behind would make it believe that it runs already.
    for name in ["pcscd.comm", "pcscd.pid"] { unlink("\(folder)/run/pcscd/\(name)") }
    let log = open(logPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard log >= 0 else { throw Problem(description: "\(logPath): \(Errno(rawValue: errno))") }
    defer { close(log) }
    child = try Self.spawn(Self.namespace + [folder] + wrapper, log: log)
    let end = loop.uptime + Self.startLimit
    while !isServing {
      guard isRunning, loop.uptime < end else {
        kill()
        throw Problem(
          description: "pcscd does not come up; \(logPath) says why. \(Self.requirements)")
      }
      await loop.sleep(for: Self.pollInterval)
    }
  }

  /// Ends the daemon as a power cut or a crash does.
  package func kill() { end(with: SIGKILL) }

  /// Asks the daemon to end, and waits for it.
  package func stop() { end(with: SIGTERM) }

  /// Ends the daemon and removes its folder.
  package func remove() {
    kill()
    for name in ["conf", "run/pcscd"] { Self.empty("\(folder)/\(name)") }
    for name in ["/conf", "/run/pcscd", "/run"] { rmdir(folder + name) }
    unlink(logPath)
    rmdir(folder)
  }

  private func end(with signal: Int32) {
    guard let child = child.take() else { return }
    // What wraps the daemon ends with it, and reaps it.
    Glibc.kill(wrapper.isEmpty ? child : daemonsOwnNumber ?? child, signal)
    // A daemon that has not been waited for would count as running.
    while waitpid(child, nil, 0) < 0, errno == EINTR {}
  }

  /// What the daemon has written down as its number.
  private var daemonsOwnNumber: Int32? {
    guard let file = fopen("\(folder)/run/pcscd/pcscd.pid", "r") else { return nil }
    defer { fclose(file) }
    var text = [CChar](repeating: 0, count: 16)
    guard fgets(&text, Int32(text.count), file) != nil else { return nil }
    return Int32(String(decoding: text.compactMap { $0 > 0x20 ? UInt8($0) : nil }, as: UTF8.self))
  }

  private var isRunning: Bool {
    guard let child else { return false }
    guard waitpid(child, nil, WNOHANG) == child else { return true }
    self.child = nil
    return false
  }

  private var isServing: Bool {
    guard let connection = try? UnixStream.connect(path: socketPath) else { return false }
    try? connection.close()
    return true
  }
}

// What it needs of the machine.
extension PrivatePCSCDaemon {
  /// What has to be there.
  package static let requirements =
    "A private pcscd needs the package pcscd and the right to a mount namespace: root, or user "
    + "namespaces (in a container: --cap-add SYS_ADMIN)."

  /// Why there can be none on this machine, and what to do; nil when there can.
  package static func obstacle(handler: String) -> String? {
    guard programs.contains(where: { access($0, X_OK) == 0 }) else {
      return "there is no pcscd: apt-get install pcscd. \(requirements)"
    }
    guard access(handler, R_OK) == 0 else {
      return "\(handler) is missing: swift build --product EmulatedReader"
    }
    let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { close(nowhere) }
    var status: Int32 = -1
    guard let child = try? spawn(unshare + ["true"], log: nowhere),
      waitpid(child, &status, 0) == child, status == 0
    else { return "no mount namespace is to be had here. \(requirements)" }
    return nil
  }

  private static var unshare: [String] {
    ["/usr/bin/unshare"] + (geteuid() == 0 ? ["--mount"] : ["--map-root-user", "--mount"])
  }

  /// The command line up to the folder; what follows runs the daemon.
  private static var namespace: [String] {
    // A daemon with polkit would ask it, and it is not there.
    let script = """
      folder=$1
      shift
      mount --bind "$folder/run" /run || exit 1
      options="--foreground --info"
      case $(pcscd --help 2>&1) in *disable-polkit*) options="$options --disable-polkit" ;; esac
      exec setpriv --pdeathsig KILL "$@" pcscd $options -c "$folder/conf" >&2
      """
    return unshare + [
      "/bin/sh", "-c", "PATH=/usr/local/sbin:/usr/sbin:/sbin:$PATH\n" + script, "sh",
    ]
  }

  private static func spawn(_ arguments: [String], log: Int32) throws(Problem) -> pid_t {
    var texts = arguments.map { strdup($0) }
    defer { for text in texts { free(text) } }
    texts.append(nil)
    let child = child_process_start(arguments[0], texts, log)
    guard child > 0 else {
      throw Problem(description: "\(arguments[0]) can't be started: \(Errno(rawValue: errno))")
    }
    return child
  }

  private static func write(_ text: String, to path: String) throws(Problem) {
    guard let file = fopen(path, "w") else {
      throw Problem(description: "\(path): \(Errno(rawValue: errno))")
    }
    fputs(text, file)
    fclose(file)
  }

  private static func empty(_ path: String) {
    guard let directory = opendir(path) else { return }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      unlink("\(path)/\(name)")
    }
  }
}
