import CLinux
import EventLoop
import Glibc
import SystemPackage

/// Hears SIGTERM and SIGINT on the loop, instead of in the middle of something.
final class TerminationSignals {
  private let loop: EventLoop
  private let descriptor: FileDescriptor

  init(loop: EventLoop, _ action: @escaping () -> Void) {
    self.loop = loop
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGTERM)
    sigaddset(&set, SIGINT)
    sigprocmask(SIG_BLOCK, &set, nil)
    let raw = signalfd(-1, &set, Int32(SFD_NONBLOCK) | Int32(SFD_CLOEXEC))
    let descriptor = FileDescriptor(rawValue: raw)
    self.descriptor = descriptor
    loop.watch(descriptor, for: .readable) {
      var information = signalfd_siginfo()
      while read(raw, &information, MemoryLayout<signalfd_siginfo>.size) > 0 { action() }
    }
  }

  func close() {
    loop.unwatch(descriptor, for: .readable)
    try? descriptor.close()
  }
}
