package import HAL
package import MagneticStripe
package import USBHost

/// A swipe reader of class HID, through libusb.
///
/// It waits for its device, claims it, and keeps one interrupt transfer under way: a report becomes
/// a `cardSwiped` in the same turn of the loop. A stall is cleared, a report that is too long is a
/// swipe that could not be decoded, and a pulled cable is waited out. What keeps failing is closed
/// and tried again, ever more seldom. Source: reference 2.2 to 2.6 and 2.10.
package final class USBMagstripeReader: MagstripeReader {
  private enum State {
    /// No device, or none that can be used; `retry` is set when one is there.
    case waiting(retry: TimerIdentifier?)
    /// Somebody answers before the first report can come.
    case opening(USBConnection)
    /// Swipes come.
    case reading(USBConnection)
  }

  /// How long a device may take for each step of opening it.
  private static let stepTimeout = Duration.seconds(2)
  /// The waits between tries with a device that is there and can't be used.
  private static let firstRetryDelay = Duration.milliseconds(100)
  private static let longestRetryDelay = Duration.seconds(5)
  /// Failures in a row, without a report between them, before the device is opened afresh.
  private static let failureLimit = 3
  /// The rest of a report that was too long comes within this time, and is no swipe of its own.
  private static let overflowSilence = Duration.milliseconds(100)

  package let name: DeviceName
  private let makeHost: () throws(USBError) -> USBHost
  private let clock: any DeviceClock
  private let match: USBDeviceMatch
  private let interface: UInt8
  private let format: SwipeReportFormat
  private weak var sink: (any DeviceEventSink)?
  private var host: USBHost?
  private var state = State.waiting(retry: nil)
  private var isStarted = false
  private var failureCount = 0
  private var retryDelay = firstRetryDelay
  private var deafUntil = Duration.zero

  /// Why the reader can't be used; nil when it can, or when no such device is attached.
  package private(set) var trouble: USBError?

  /// Describes the reader; nothing is done with it, and no host asked for, before `start`.
  package init(
    name: DeviceName, match: USBDeviceMatch, interface: UInt8 = 0, format: SwipeReportFormat,
    clock: any DeviceClock, host: @escaping () throws(USBError) -> USBHost
  ) {
    self.name = name
    self.clock = clock
    makeHost = host
    self.match = match
    self.interface = interface
    self.format = format
  }

  deinit { stop() }

  package private(set) var isAvailable = false

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }

  /// Begins to look for the device.
  package func start() {
    if isStarted { return }
    isStarted = true
    openIfPresent()
  }

  /// Lets go of the device; the completion is called when it is closed.
  package func stop(_ completion: @escaping () -> Void = {}) {
    isStarted = false
    host.take()?.remove(self)
    switch state {
    case .waiting(let retry):
      if let retry { clock.cancelTimer(retry) }
      state = .waiting(retry: nil)
      completion()
    case .opening(let connection), .reading(let connection):
      state = .waiting(retry: nil)
      isAvailable = false
      connection.close(completion)
    }
  }

  // MARK: Finding and opening

  private func openIfPresent() {
    guard isStarted, case .waiting(let retry) = state else { return }
    if let retry { clock.cancelTimer(retry) }
    state = .waiting(retry: nil)
    trouble = nil
    deafUntil = .zero
    do throws(USBError) {
      guard let device = try attachedHost().device(matching: match) else { return }
      let connection = try device.open()
      state = .opening(connection)
      connection.claim(interface: interface, timeout: Self.stepTimeout) { [weak self] result in
        switch result {
        case .success: self?.askForReportLength(connection)
        case .failure(let error): self?.fail(connection, error)
        }
      }
    } catch {
      tryLater(after: error)
    }
  }

  /// The host; from the first time on it tells of devices that come and go.
  private func attachedHost() throws(USBError) -> USBHost {
    if let host { return host }
    let host = try makeHost()
    host.add(self)
    self.host = host
    return host
  }

  /// The device's own descriptor says how long its reports are: a transfer must have just that
  /// length, or a report of whole packets would not end it.
  private func askForReportLength(_ connection: USBConnection) {
    guard isCurrent(connection) else { return }
    let interface = connection.device.description.interfaces.first { $0.number == self.interface }
    guard let interface, let endpoint = interface.endpoint(.interrupt, .in)?.address else {
      return fail(connection, .notFound)
    }
    let length = HIDReportDescriptor.byteCount(inClassDescriptors: interface.classDescriptors)
    guard let length, length > 0 else {
      return read(connection, endpoint: endpoint, descriptor: nil)
    }
    let request = USBControlRequest(
      .standard, .interface, request: 6, value: 0x2200, index: UInt16(interface.number))
    connection.controlRead(request, limit: length, timeout: Self.stepTimeout) {
      [weak self] result in
      switch result {
      case .success(let bytes):
        self?.read(connection, endpoint: endpoint, descriptor: HIDReportDescriptor(bytes))
      case .failure(.deviceGone): self?.fail(connection, .deviceGone)
      // A device that does not tell has reports as its format says.
      case .failure: self?.read(connection, endpoint: endpoint, descriptor: nil)
      }
    }
  }

  private func read(
    _ connection: USBConnection, endpoint: UInt8, descriptor: HIDReportDescriptor?
  ) {
    guard isCurrent(connection) else { return }
    state = .reading(connection)
    let skipped = descriptor?.usesIdentifiers == true ? 1 : 0
    connection.receiveReports(
      from: endpoint, limit: descriptor?.inputByteCount ?? format.byteCount
    ) { [weak self] result in
      switch result {
      case .success(let report): self?.receive(Array(report.dropFirst(skipped)))
      case .failure(let error):
        self?.readingEnded(connection, error) { [weak self] in
          self?.read(connection, endpoint: endpoint, descriptor: descriptor)
        }
      }
    }
    // A device that went meanwhile has failed by now.
    guard case .reading = state, !isAvailable else { return }
    isAvailable = true
    sink?.post(.deviceFound(name))
  }

  // MARK: Swipes

  private func receive(_ report: [UInt8]) {
    failureCount = 0
    retryDelay = Self.firstRetryDelay
    // Some devices send an empty report now and then.
    guard !report.isEmpty, clock.uptime >= deafUntil else { return }
    sink?.post(.cardSwiped((try? format.swipe(report)) ?? Self.undecodable))
  }

  /// A card was drawn, and what the reader says of it makes no sense.
  private static let undecodable = Swipe(
    track1: .unreadable(.notDecoded), track2: .unreadable(.notDecoded),
    track3: .unreadable(.notDecoded))

  // MARK: Failures

  private func readingEnded(
    _ connection: USBConnection, _ error: USBError, restart: @escaping () -> Void
  ) {
    guard isCurrent(connection) else { return }
    failureCount += 1
    switch error {
    case .overflow where failureCount <= Self.failureLimit:
      if clock.uptime >= deafUntil { sink?.post(.cardSwiped(Self.undecodable)) }
      deafUntil = clock.uptime + Self.overflowSilence
      restart()
    case .stalled where failureCount <= Self.failureLimit:
      let endpoint = connection.device.description.interfaces
        .first { $0.number == interface }?.endpoint(.interrupt, .in)?.address
      connection.clearHalt(of: endpoint ?? 0x81, timeout: Self.stepTimeout) {
        [weak self] result in
        switch result {
        case .success: restart()
        case .failure(let error): self?.fail(connection, error)
        }
      }
    case .inputOutput where failureCount <= Self.failureLimit: restart()
    default: fail(connection, error)
    }
  }

  private func isCurrent(_ connection: USBConnection) -> Bool {
    switch state {
    case .waiting: false
    case .opening(let current), .reading(let current): current === connection
    }
  }

  /// Closes the device; if it is still there, it is tried again.
  private func fail(_ connection: USBConnection, _ error: USBError) {
    guard isCurrent(connection) else { return connection.close() }
    state = .waiting(retry: nil)
    failureCount = 0
    connection.close { [weak self] in self?.tryLater(after: error) }
    guard isAvailable else { return }
    isAvailable = false
    sink?.post(.deviceLost(name))
  }

  private func tryLater(after error: USBError) {
    guard isStarted, case .waiting(nil) = state else { return }
    // An event tells when it is back; but it may have come back before the old one was closed.
    guard host == nil || host?.device(matching: match) != nil else { return }
    trouble = error
    let timer = clock.setTimer(after: retryDelay) { [weak self] in
      guard let self, case .waiting = state else { return }
      state = .waiting(retry: nil)
      openIfPresent()
    }
    state = .waiting(retry: timer)
    retryDelay = min(Self.longestRetryDelay, retryDelay * 2)
  }
}

extension USBMagstripeReader: USBDeviceObserver {
  package func deviceArrived(_ device: USBDevice) {
    guard match.accepts(device.description) else { return }
    retryDelay = Self.firstRetryDelay
    openIfPresent()
  }

  package func deviceLeft(_ device: USBDevice) {
    switch state {
    case .waiting: if host?.device(matching: match) == nil { trouble = nil }
    case .opening(let connection), .reading(let connection):
      if connection.device == device { fail(connection, .deviceGone) }
    }
  }
}
