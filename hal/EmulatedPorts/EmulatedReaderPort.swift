package import EventLoop
import Glibc
package import MockDevices
package import SystemPackage

/// The socket behind which an emulated card reader stands for pcscd: the player's end of
/// `CEmulatedReader`, whose header says what goes over it.
///
/// It listens from its making on, which must be before pcscd starts. The slots are worked by their
/// test face, on the loop.
package final class EmulatedReaderPort {
  /// The slots of the reader.
  package let slots: [EmulatedSlot]
  private let path: String
  private let loop: EventLoop
  private var listener: FileDescriptor?
  private var lines: [Int32: ReaderLine] = [:]

  /// Listens at `path`; what stood there is replaced.
  package init(_ slots: [EmulatedSlot], path: String, loop: EventLoop) throws(Errno) {
    self.slots = slots
    self.path = path
    self.loop = loop
    unlink(path)
    let listener = try UnixStream.listen(path: path)
    self.listener = listener
    loop.watch(listener, for: .readable) { [weak self] in self?.accept() }
    for (number, slot) in slots.enumerated() {
      slot.onPresence = { [weak self] in self?.tell($0, slot: number) }
    }
  }

  deinit { close() }

  /// Hangs up and listens no more.
  package func close() {
    for line in lines.values { line.close() }
    lines = [:]
    for slot in slots { slot.onPresence = nil }
    guard let listener = listener.take() else { return }
    loop.unwatch(listener, for: .readable)
    try? listener.close()
    unlink(path)
  }

  private func accept() {
    guard let listener, let descriptor = try? UnixStream.accept(on: listener) else { return }
    let line = ReaderLine(descriptor, slots: slots, loop: loop)
    lines[descriptor.rawValue] = line
    line.onEnd = { [weak self] in self?.lines[descriptor.rawValue] = nil }
    line.start()
  }

  private func tell(_ presence: EmulatedSlot.Presence, slot: Int) {
    for line in lines.values where line.slot == slot { line.tell(presence) }
  }
}
