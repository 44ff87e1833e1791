import CLinux
import Glibc
import SystemPackage

/// Tells when something came, went or changed its rights in a folder, which may come and go itself.
///
/// Folders of `/dev` are made with their first node and removed with their last one: while the
/// folder is not there, its nearest parent is watched. One report may stand for many changes, and
/// may come for none that matters; whoever gets it looks again.
package final class FolderWatch {
  private let folder: FilePath
  private let loop: EventLoop
  private let action: () -> Void
  private let descriptor: FileDescriptor?
  private var watched: (folder: FilePath, number: Int32)?

  /// Watches `folder` until the end of this object.
  ///
  /// Where the kernel has no more watches to give, nothing is reported.
  package init(_ folder: String, loop: EventLoop, _ action: @escaping () -> Void) {
    self.folder = FilePath(folder)
    self.loop = loop
    self.action = action
    let raw = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    descriptor = raw >= 0 ? FileDescriptor(rawValue: raw) : nil
    guard let descriptor else { return }
    arm()
    loop.watch(descriptor, for: .readable) { [weak self] in self?.changed() }
  }

  deinit {
    guard let descriptor else { return }
    loop.unwatch(descriptor, for: .readable)
    try? descriptor.close()
  }

  private func changed() {
    guard let descriptor else { return }
    var bytes = [UInt8](repeating: 0, count: 4096)
    while let count = bytes.withUnsafeMutableBytes({ try? descriptor.read(into: $0) }), count > 0 {}
    arm()
    action()
  }

  /// Watches the folder, or the nearest parent that is there.
  private func arm() {
    guard let descriptor else { return }
    let mask =
      UInt32(IN_CREATE) | UInt32(IN_DELETE) | UInt32(IN_ATTRIB) | UInt32(IN_MOVED_TO)
      | UInt32(IN_MOVED_FROM) | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF) | UInt32(IN_ONLYDIR)
    var folder = self.folder
    var number = inotify_add_watch(descriptor.rawValue, folder.string, mask)
    while number < 0, folder.removeLastComponent() {
      number = inotify_add_watch(
        descriptor.rawValue, folder.isEmpty ? "." : folder.string, mask)
    }
    if let watched, watched.number != number {
      _ = inotify_rm_watch(descriptor.rawValue, watched.number)
    }
    watched = number < 0 ? nil : (folder, number)
  }
}
