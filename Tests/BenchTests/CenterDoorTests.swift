import Testing

@testable import Bench

/// What happens between the center's socket and the center.
@Suite struct CenterDoorTests {
  /// A frame: length, TPDU, header, message type and a rest.
  private func frame(_ type: [UInt8], rest: Int = 10) -> [UInt8] {
    let body = [UInt8](repeating: 0x60, count: 11) + type + [UInt8](repeating: 0, count: rest)
    return [UInt8(body.count >> 8), UInt8(body.count & 0xFF)] + body
  }

  @Test func `requests come out whole and in order, however the bytes come`() {
    let frames = [frame([0x08, 0x00]), frame([0x02, 0x00], rest: 300), frame([0x05, 0x00])]
    let bytes = frames.flatMap { $0 }
    for size in [1, 2, 5, 100, bytes.count] {
      var splitter = FrameSplitter()
      var pieces: [FrameSplitter.Piece] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        pieces += splitter.take(Array(bytes[start..<min(bytes.count, start + size)]))
      }
      #expect(pieces.map(\.bytes) == frames)
      #expect(pieces.map(\.kind) == [.other, .financial, .settlement])
    }
  }

  @Test func `a length that no request has passes as it is`() {
    var splitter = FrameSplitter()
    for bytes: [UInt8] in [[0xFF, 0xFF, 1], [0x00, 0x00]] {
      let pieces = splitter.take(bytes)
      #expect(pieces == [.init(bytes: bytes, kind: .other)])
    }
    let nothing = splitter.take([])
    #expect(nothing.isEmpty)
  }

  @Test func `each point of a cut has its moment, and no other`() {
    let moments: [CenterMoment] = [
      .arrived(.financial), .handled(.financial), .answered(.financial), .arrived(.settlement),
      .handled(.settlement), .answered(.settlement), .arrived(.other), .handled(.other),
      .answered(.other),
    ]
    let expected: [CutPoint: [CenterMoment]] = [
      .now: [], .whilePrinting: [], .afterIntent: [.arrived(.financial)],
      .afterSend: [.handled(.financial)], .afterAnswer: [.answered(.financial)],
      .duringSettlement: [.handled(.settlement)],
    ]
    for point in CutPoint.allCases {
      #expect(moments.filter { point.isReached(at: $0) } == expected[point], "\(point)")
    }
  }

  @Test func `the faults of the menu have names of their own`() {
    let identifiers = FaultMenu.entries.map(\.identifier)
    #expect(Set(identifiers).count == identifiers.count)
    #expect(FaultMenu.choice("none")?.fault == nil)
    for entry in FaultMenu.entries where entry.identifier != "none" {
      #expect(entry.fault != nil, "\(entry.identifier)")
      #expect(!entry.name.chinese.isEmpty && !entry.name.english.isEmpty)
    }
  }
}
