import CLibUSB
import EventLoop
import SystemPackage

/// An open device, with the interfaces claimed so far.
///
/// Whoever opened it calls `close`. Transfers may run side by side; each call has a deadline, and
/// after `.stalled` the endpoint needs `clearHalt`. After `.deviceGone` only `close` makes sense.
/// Calls of the system that wait for the device (claim, release, clear halt, choose a setting) run
/// on a thread of their own.
package final class USBConnection {
  /// The device.
  package let device: USBDevice
  let host: USBHost
  /// nil from the moment at which it is closed.
  private(set) var handle: OpaquePointer?
  private var transfers: [USBTransfer] = []
  private var claimed: [UInt8] = []
  private var systemCallCount = 0
  private var isGone = false
  private var closers: [() -> Void]?

  init(host: USBHost, device: USBDevice, handle: OpaquePointer) {
    self.host = host
    self.device = device
    self.handle = handle
    // Where a system can't do it, the claim says that somebody holds the interface.
    _ = libusb_set_auto_detach_kernel_driver(handle, 1)
  }

  deinit {
    // Nothing is under way, or it would have kept this object alive.
    if let handle { libusb_close(handle) }
  }

  var identity: USBIdentity { device.description.identity }

  // MARK: Interfaces

  /// Takes an interface for this process; a kernel driver that held it gets it back at the end.
  ///
  /// Fails with `.busy` when another process has it, `.notFound`, `.deviceGone`, `.timedOut`.
  package func claim(
    interface number: UInt8, timeout: Duration,
    _ completion: @escaping (Result<Void, USBError>) -> Void
  ) {
    perform(
      timeout, { libusb_claim_interface($0, Int32(number)) },
      // A claim that ends after its deadline is given back by `close` like any other.
      whenever: { [self] isDone in if isDone { claimed.append(number) } }, completion)
  }

  /// Chooses an alternate setting of a claimed interface.
  package func select(
    alternateSetting setting: UInt8, ofInterface number: UInt8, timeout: Duration,
    _ completion: @escaping (Result<Void, USBError>) -> Void
  ) {
    perform(
      timeout, { libusb_set_interface_alt_setting($0, Int32(number), Int32(setting)) }, completion)
  }

  /// Lets an endpoint go on after a stall.
  package func clearHalt(
    of endpoint: UInt8, timeout: Duration,
    _ completion: @escaping (Result<Void, USBError>) -> Void
  ) {
    perform(timeout, { libusb_clear_halt($0, endpoint) }, completion)
  }

  /// Runs a call that may wait for the device on a thread.
  ///
  /// The completion comes at the deadline at the latest; `whenever` learns of success even later.
  private func perform(
    _ timeout: Duration, _ body: @escaping @Sendable (OpaquePointer) -> Int32,
    whenever: @escaping (Bool) -> Void = { _ in },
    _ completion: @escaping (Result<Void, USBError>) -> Void
  ) {
    guard let handle, closers == nil else { return completion(.failure(.deviceGone)) }
    var waiting: ((Result<Void, USBError>) -> Void)? = completion
    let timer = host.loop.setTimer(after: timeout) {
      waiting.take()?(.failure(.timedOut(transferred: 0)))
    }
    let isStarted = runBlocking(handle, body) { [self] code in
      host.loop.cancelTimer(timer)
      let result: Result<Void, USBError> =
        USBError(code: code, identity: identity).map { .failure($0) } ?? .success(())
      if case .failure(.deviceGone) = result { isGone = true }
      whenever(code == 0)
      waiting.take()?(result)
    }
    if !isStarted {
      host.loop.cancelTimer(timer)
      waiting.take()?(.failure(.outOfMemory))
    }
  }

  private func runBlocking(
    _ handle: OpaquePointer, _ body: @escaping @Sendable (OpaquePointer) -> Int32,
    _ completion: @escaping (Int32) -> Void
  ) -> Bool {
    // libusb allows calls of several threads; the handle lives until `systemCallCount` is zero.
    let address = UInt(bitPattern: handle)
    let call = try? BlockingCall(loop: host.loop) {
      OpaquePointer(bitPattern: address).map(body) ?? 0
    }
    guard let call else { return false }
    systemCallCount += 1
    call.whenDone { [self] code in
      systemCallCount -= 1
      completion(code)
      closeIfIdle()
    }
    return true
  }

  // MARK: Transfers

  /// Starts a transfer; the completion is called once, also when it can't be started.
  func transfer(
    _ kind: USBEndpointDescription.Kind, endpoint: UInt8, content: [UInt8], timeout: Duration?,
    repeats: Bool = false, _ completion: @escaping (USBTransfer.Outcome) -> Void
  ) -> USBTransfer? {
    guard let handle, closers == nil, !isGone else {
      completion(.failure(.deviceGone))
      return nil
    }
    guard
      let transfer = USBTransfer(
        kind, endpoint: endpoint, handle: handle, connection: self, content: content,
        timeout: timeout, repeats: repeats, completion)
    else {
      completion(.failure(.outOfMemory))
      return nil
    }
    do throws(USBError) {
      try transfer.submit()
      transfers.append(transfer)
      return transfer
    } catch {
      if error == .deviceGone { isGone = true }
      completion(.failure(error))
      return nil
    }
  }

  /// Ends all transfers of an endpoint that are under way; each fails with `.cancelled`.
  package func cancelTransfers(of endpoint: UInt8) {
    for transfer in transfers where transfer.endpoint == endpoint { transfer.cancel() }
  }

  /// Takes a transfer that has ended off the list of those under way.
  func forget(_ transfer: USBTransfer, _ outcome: USBTransfer.Outcome) {
    if case .failure(.deviceGone) = outcome { isGone = true }
    transfers.removeAll { $0 === transfer }
  }

  // MARK: The end

  /// Ends everything under way, gives the interfaces back and closes the device.
  ///
  /// The completion is called when all is done; closing twice is allowed.
  package func close(_ completion: @escaping () -> Void = {}) {
    guard handle != nil else { return completion() }
    if closers != nil {
      closers?.append(completion)
      return
    }
    closers = [completion]
    for transfer in transfers { transfer.cancel() }
    closeIfIdle()
  }

  /// Nothing is freed before its callback has run, and no handle closed under a call.
  func closeIfIdle() {
    guard let handle, closers != nil, transfers.isEmpty, systemCallCount == 0 else { return }
    let isThere = !isGone && device.isAttached
    // Giving it back may have a kernel driver talk to the device, which may take seconds.
    if isThere, let number = claimed.popLast(),
      runBlocking(handle, { libusb_release_interface($0, Int32(number)) }, { _ in })
    {
      return
    }
    self.handle = nil
    libusb_close(handle)
    for closer in closers.take() ?? [] { closer() }
  }
}
