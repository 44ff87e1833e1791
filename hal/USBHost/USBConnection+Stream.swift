extension USBConnection {
  /// Takes whatever a bulk endpoint brings, at most `limit` bytes at a time, until it fails.
  ///
  /// One transfer is always under way, without a deadline, so that no byte is lost between two
  /// calls. `receive` gets one failure, the last thing it gets; it may close the connection, or
  /// start again.
  package func receiveBytes(
    from endpoint: UInt8, limit: Int, _ receive: @escaping (Result<[UInt8], USBError>) -> Void
  ) {
    let room = [UInt8](repeating: 0, count: max(1, min(limit, 1 << 20)))
    _ = transfer(.bulk, endpoint: endpoint, content: room, timeout: nil, repeats: true) {
      receive($0.map(\.bytes))
    }
  }
}
