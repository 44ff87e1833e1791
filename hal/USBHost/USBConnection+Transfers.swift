extension USBConnection {
  /// Sends bytes to a bulk endpoint; returns when the device has taken them all.
  ///
  /// A device that is full takes none until it has room: the deadline ends that with
  /// `.timedOut(transferred:)`, whose count has been taken and must not be sent again.
  package func write(
    _ bytes: [UInt8], to endpoint: UInt8, timeout: Duration
  ) async throws(USBError) -> Int {
    try await perform(.bulk, endpoint, content: bytes, timeout: timeout).count
  }

  /// Waits for bytes from a bulk endpoint: at most `limit`, ended by a short packet.
  ///
  /// `limit` should be a multiple of the endpoint's packet size: a packet that does not fit is an
  /// `.overflow`.
  package func read(
    from endpoint: UInt8, limit: Int, timeout: Duration
  ) async throws(USBError) -> [UInt8] {
    try await perform(.bulk, endpoint, content: Self.zeros(limit), timeout: timeout).bytes
  }

  /// Asks a question by a control transfer; the answer has at most `limit` bytes.
  package func controlRead(
    _ request: USBControlRequest, limit: UInt16, timeout: Duration
  ) async throws(USBError) -> [UInt8] {
    try await Self.awaited { controlRead(request, limit: limit, timeout: timeout, $0) }
  }

  /// `controlRead(_:limit:timeout:)` for callers that can't wait.
  package func controlRead(
    _ request: USBControlRequest, limit: UInt16, timeout: Duration,
    _ completion: @escaping (Result<[UInt8], USBError>) -> Void
  ) {
    let content = request.setupPacket(.in, length: limit) + Self.zeros(Int(limit))
    _ = transfer(.control, endpoint: 0, content: content, timeout: timeout) { outcome in
      completion(outcome.map(\.bytes))
    }
  }

  /// Tells the device something by a control transfer.
  package func controlWrite(
    _ request: USBControlRequest, _ bytes: [UInt8] = [], timeout: Duration
  ) async throws(USBError) {
    guard let length = UInt16(exactly: bytes.count) else { throw .notSupported }
    let content = request.setupPacket(.out, length: length) + bytes
    _ = try await perform(.control, 0, content: content, timeout: timeout)
  }

  /// Takes every report of an interrupt endpoint, of at most `limit` bytes, until it fails.
  ///
  /// One transfer is always under way, without a deadline. `receive` gets one failure, the last
  /// thing it gets: `.cancelled` after `cancelTransfers` or `close`, `.deviceGone` after the cable
  /// was pulled, `.overflow` after a report with more than `limit` bytes. It may close the
  /// connection, or start again.
  package func receiveReports(
    from endpoint: UInt8, limit: Int, _ receive: @escaping (Result<[UInt8], USBError>) -> Void
  ) {
    _ = transfer(
      .interrupt, endpoint: endpoint, content: Self.zeros(limit), timeout: nil, repeats: true
    ) { outcome in receive(outcome.map(\.bytes)) }
  }

  /// `claim(interface:timeout:_:)`, awaited.
  package func claim(interface number: UInt8, timeout: Duration) async throws(USBError) {
    try await Self.awaited { claim(interface: number, timeout: timeout, $0) }
  }

  /// `select(alternateSetting:ofInterface:timeout:_:)`, awaited.
  package func select(
    alternateSetting setting: UInt8, ofInterface number: UInt8, timeout: Duration
  ) async throws(USBError) {
    try await Self.awaited {
      select(alternateSetting: setting, ofInterface: number, timeout: timeout, $0)
    }
  }

  /// `clearHalt(of:timeout:_:)`, awaited.
  package func clearHalt(of endpoint: UInt8, timeout: Duration) async throws(USBError) {
    try await Self.awaited { clearHalt(of: endpoint, timeout: timeout, $0) }
  }

  /// `close(_:)`, awaited.
  package func close() async {
    await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
      close { continuation.resume() }
    }
  }

  private func perform(
    _ kind: USBEndpointDescription.Kind, _ endpoint: UInt8, content: [UInt8], timeout: Duration
  ) async throws(USBError) -> USBTransfer.Payload {
    try await Self.awaited { completion in
      _ = transfer(kind, endpoint: endpoint, content: content, timeout: timeout, completion)
    }
  }

  private static func awaited<Value: Sendable>(
    _ start: (@escaping (Result<Value, USBError>) -> Void) -> Void
  ) async throws(USBError) -> Value {
    try await withUnsafeContinuation {
      (continuation: UnsafeContinuation<Result<Value, USBError>, Never>) in
      start { continuation.resume(returning: $0) }
    }.get()
  }

  private static func zeros(_ count: Int) -> [UInt8] {
    [UInt8](repeating: 0, count: max(0, min(count, Int(Int32.max) - USBTransfer.setupLength)))
  }
}
