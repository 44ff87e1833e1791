import HAL
import Testing

@testable import PCSCReader

@Suite struct PCSCReaderStatusTests {
  private typealias Change = PCSCReaderStatus.Change

  private static func status(
    _ bits: UInt32, count: UInt32 = 0, name: String = "A 00 00"
  ) -> PCSCReaderStatus {
    PCSCReaderStatus(name: name, bits: bits, eventCount: count)
  }

  /// Source: pcsclite.h, SCARD_STATE.
  @Test(
    arguments: [
      (0x10, CardReaderState.empty), (0x20, .cardPresent), (0x120, .cardPresent),
      (0x420, .cardPresent), (0x220, .cardMute), (0x0C, .readerGone), (0x08, .readerGone),
      (0x0E, .readerGone), (0x04, .readerGone), (0x00, .empty),
    ] as [(UInt32, CardReaderState)])
  func `the daemon's bits are a state`(bits: UInt32, state: CardReaderState) {
    #expect(Self.status(bits).state == state)
  }

  private static let empty = status(0x10)
  private static let present = status(0x20, count: 1)
  private static let gone = status(0x0E)

  @Test func `each step between two states is one change`() {
    let rows: [(PCSCReaderStatus?, PCSCReaderStatus?, [Change])] = [
      (nil, nil, []), (nil, Self.gone, []), (nil, Self.empty, [.found]),
      (nil, Self.present, [.found, .inserted]), (Self.gone, Self.present, [.found, .inserted]),
      (Self.empty, Self.present, [.inserted]), (Self.present, Self.empty, [.removed]),
      (Self.present, Self.gone, [.lost]), (Self.present, nil, [.lost]), (Self.gone, nil, []),
      (Self.empty, Self.empty, []), (Self.present, Self.present, []),
    ]
    for (old, new, changes) in rows {
      #expect(PCSCReaderStatus.changes(from: old, to: new) == changes)
    }
  }

  @Test func `the counter shows a card that was pulled and put back between two looks`() {
    let later = Self.status(0x20, count: 3)
    #expect(PCSCReaderStatus.changes(from: Self.present, to: later) == [.removed, .inserted])
    let last = Self.status(0x20, count: 0xFFFF)
    let wrapped = Self.status(0x20, count: 1)
    #expect(PCSCReaderStatus.changes(from: last, to: wrapped) == [.removed, .inserted])
  }

  @Test func `a card that the daemon inserts by itself after it found the reader is the same`() {
    let found = Self.status(0x220, count: 1)
    let inserted = Self.status(0x20, count: 2)
    #expect(PCSCReaderStatus.changes(from: found, to: inserted) == [])
  }

  @Test func `a card that another program uses, or that is mute, is the same card`() {
    for bits: UInt32 in [0x120, 0x220, 0x420] {
      let same = Self.status(bits, count: 1)
      #expect(PCSCReaderStatus.changes(from: Self.present, to: same) == [])
    }
  }

  @Test func `another reader that fits the rule is a loss and a find`() {
    let other = Self.status(0x20, count: 1, name: "A 01 00")
    #expect(
      PCSCReaderStatus.changes(from: Self.present, to: other) == [.lost, .found, .inserted])
  }
}
