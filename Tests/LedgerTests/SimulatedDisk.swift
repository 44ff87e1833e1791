import CSimulatedDisk
import HAL
import Ledger
import Synchronization

/// A disk of the simulator for one test.
final class SimulatedDisk: LedgerDisk {
  private static let count = Atomic<Int>(0)
  let vfs: String
  let handle: OpaquePointer

  init(seed: UInt64) throws {
    let number = Self.count.add(1, ordering: .relaxed).newValue
    vfs = "ledger-test-\(number)"
    guard let handle = lianji_disk_create(vfs, seed) else { throw OutOfMemory() }
    self.handle = handle
  }

  deinit { lianji_disk_destroy(handle) }

  struct OutOfMemory: Error {}
}

/// Seals with a checksum that depends on every byte: enough for tests of the ledger itself.
final class ChecksumProtection: RecordProtection {
  func seal(_ bytes: [UInt8]) throws(SecurityModuleError) -> [UInt8] {
    var state: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return (0..<32).map { UInt8(truncatingIfNeeded: (state &* UInt64($0 + 1)) >> 24) }
  }

  func protect(_ secret: [UInt8]) throws(SecurityModuleError) -> [UInt8] { secret }
  func reveal(_ protected: [UInt8]) throws(SecurityModuleError) -> [UInt8] { protected }
}
