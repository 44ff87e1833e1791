import CenterProtocol
package import PaymentTypes

/// What the center wants its connection to do; whoever owns the connection does it, in this order.
package enum CenterAction: Hashable, Sendable {
  /// Send these bytes, after a while.
  case send([UInt8], after: Duration)
  /// Send only the first `count` of these bytes, after a while.
  case sendPart([UInt8], count: Int, after: Duration)
  /// Give this request to `TestCenter.receive(held:now:)` after a while, even when the connection
  /// has gone: it is still on its way.
  case hold(HeldRequest, for: Duration)
  /// Close the connection in order.
  case close
  /// Break the connection off (RST).
  case reset
}

/// A request that has not reached the center's books yet.
package struct HeldRequest: Hashable, Sendable {
  let frame: CenterFrame
  let fault: CenterFault?
}

/// One connection to the center: bytes in any pieces in, actions out.
package struct CenterConnection {
  private let center: TestCenter
  private var assembler: FrameAssembler
  private var isClosed = false

  /// Whether part of a frame waits for the rest.
  var hasRest: Bool { assembler.pendingByteCount > 0 }

  /// Starts on a new connection.
  package init(to center: TestCenter) {
    self.center = center
    assembler = FrameAssembler(mayHaveCallerBlock: true)
  }

  /// Takes what has come; a length that no message has closes the connection.
  package mutating func receive(_ bytes: [UInt8], now: CivilTime) -> [CenterAction] {
    guard !isClosed else { return [] }
    assembler.append(bytes)
    var actions: [CenterAction] = []
    do throws(FramingError) {
      while let frame = try assembler.next() {
        actions += center.receive(frame, now: now)
      }
    } catch {
      isClosed = true
      center.note(Violation(expectation: "a frame with a right length and TPDU"))
      actions.append(.close)
    }
    return actions
  }
}
