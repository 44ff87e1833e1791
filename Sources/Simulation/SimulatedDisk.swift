import CSimulatedDisk
import Ledger
import Synchronization

/// The disk of one simulated terminal, and with it the power of its board.
///
/// It outlives a power cut and carries the ledger into the next life. Every write and sync, and
/// everything else that touches the world, is one I/O point; at the chosen one the power goes.
package final class SimulatedDisk: LedgerDisk {
  /// No memory for a disk.
  package struct OutOfMemory: Error {}

  private static let count = Atomic<Int>(0)

  package let vfs: String
  private let handle: OpaquePointer

  /// Makes an empty disk.
  package init(seed: UInt64) throws(OutOfMemory) {
    let number = Self.count.add(1, ordering: .relaxed).newValue
    vfs = "simulated-disk-\(number)"
    guard let handle = lianji_disk_create(vfs, seed) else { throw OutOfMemory() }
    self.handle = handle
  }

  deinit { lianji_disk_destroy(handle) }

  /// Whether the board has power.
  package var isPowered: Bool { lianji_disk_is_powered(handle) != 0 }

  /// I/O points since the power came on.
  package var ioPoints: UInt64 { lianji_disk_io_points(handle) }

  /// Cuts the power at the n-th I/O point from now; nil takes the plan back.
  package func cutPower(at ioPoint: UInt64?) { lianji_disk_cut_at(handle, ioPoint ?? 0) }

  /// Gives power again.
  package func powerOn() { lianji_disk_power_on(handle) }

  /// Lets the disk lie about syncs, which every simulation with a power cut must notice.
  package func ignoreSyncs() { lianji_disk_ignore_syncs(handle) }

  /// Counts something else than a write; false when the power is, or has just been, cut.
  package func passPoint() -> Bool { lianji_disk_pass_point(handle) != 0 }
}
