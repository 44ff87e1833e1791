import ESCPOS
import EventLoop
import HAL
import SystemPackage
import USBHost

/// A USB printer through libusb, without the kernel's driver.
///
/// Its interface is found by its class and the endpoints by their descriptors: they differ from
/// maker to maker. One read is always under way, so that no answer is lost between two questions.
/// Source: USB printer class 1.1.
final class USBPrinterPort: PrinterPort {
  /// The requests of the class.
  private enum Request {
    static let portStatus: UInt8 = 1
    static let softReset: UInt8 = 2
  }

  /// What the printer has sent, or why no more comes.
  private enum Arrival: Sendable {
    case bytes([UInt8])
    case failed(USBError)
  }

  private static let printerClass: UInt8 = 7
  /// The most bytes of one transfer: a printer that is full stops a small one sooner.
  private static let pieceBytes = 4096
  /// An interface that this process is just giving back counts as busy for a moment.
  private static let releasePatience = Duration.milliseconds(300)
  private static let retryInterval = Duration.milliseconds(10)
  private static let claimPatience = Duration.seconds(2)

  private let connection: USBConnection
  private let interface: USBInterfaceDescription
  private let output: UInt8
  private let loop: EventLoop
  private let arrivals: Mailbox<Arrival>

  private init(
    _ connection: USBConnection, _ interface: USBInterfaceDescription, output: UInt8,
    loop: EventLoop
  ) {
    self.connection = connection
    self.interface = interface
    self.output = output
    self.loop = loop
    arrivals = Mailbox(clock: loop)
  }

  static func open(
    _ match: USBDeviceMatch, on host: USBHost, loop: EventLoop
  ) async throws(Errno) -> USBPrinterPort {
    var match = match
    match.interfaceClass = printerClass
    guard let device = host.device(matching: match) else { throw Errno(.deviceGone) }
    guard let interface = printerInterface(of: device.description),
      let output = interface.endpoint(.bulk, .out)
    else { throw Errno(.notFound) }
    do throws(USBError) {
      let connection = try device.open()
      try await claim(interface, on: connection, loop: loop)
      let port = USBPrinterPort(connection, interface, output: output.address, loop: loop)
      port.startReading()
      return port
    } catch {
      throw Errno(error)
    }
  }

  /// The printer's interface that can answer, if one of them can.
  static func printerInterface(
    of device: USBDeviceDescription
  ) -> USBInterfaceDescription? {
    let printers = device.interfaces.filter { $0.interfaceClass == printerClass }
    return printers.first { $0.interfaceProtocol == 2 && $0.endpoint(.bulk, .in) != nil }
      ?? printers.first
  }

  private static func claim(
    _ interface: USBInterfaceDescription, on connection: USBConnection, loop: EventLoop
  ) async throws(USBError) {
    let deadline = loop.uptime + releasePatience
    while true {
      do throws(USBError) {
        try await connection.claim(interface: interface.number, timeout: claimPatience)
        break
      } catch {
        guard error == .busy, loop.uptime < deadline else {
          await connection.close()
          throw error
        }
        await loop.sleep(for: retryInterval)
      }
    }
    if interface.alternateSetting == 0 { return }
    do throws(USBError) {
      try await connection.select(
        alternateSetting: interface.alternateSetting, ofInterface: interface.number,
        timeout: claimPatience)
    } catch {
      await connection.close()
      throw error
    }
  }

  private func startReading() {
    guard let input = interface.endpoint(.bulk, .in) else { return }
    let limit = max(64, input.packetSize)
    connection.receiveBytes(from: input.address, limit: limit) { [weak self] result in
      switch result {
      case .success(let bytes): if !bytes.isEmpty { self?.arrivals.post(.bytes(bytes)) }
      case .failure(let error): self?.arrivals.post(.failed(error))
      }
    }
  }

  func read(timeout: Duration) async throws(Errno) -> [UInt8] {
    switch await arrivals.next(timeout: timeout) {
    case .bytes(let bytes): return bytes
    case .failed(let error):
      // Who asks again hears the same.
      arrivals.post(.failed(error))
      throw Errno(error)
    case nil: throw .timedOut
    }
  }

  func write(_ bytes: [UInt8], timeout: Duration) async throws(Errno) {
    let deadline = loop.uptime + timeout
    var rest = bytes[...]
    var hasCleared = false
    while !rest.isEmpty {
      let left = deadline - loop.uptime
      if left <= .zero { throw .timedOut }
      do throws(USBError) {
        let piece = Array(rest.prefix(Self.pieceBytes))
        rest = rest.dropFirst(
          try await connection.write(piece, to: output, timeout: max(left, .milliseconds(1))))
      } catch .timedOut(let count) {
        rest = rest.dropFirst(count)
      } catch {
        guard error == .stalled, !hasCleared else { throw Errno(error) }
        hasCleared = true
        try await clearHalt()
      }
    }
  }

  private func clearHalt() async throws(Errno) {
    do throws(USBError) {
      try await connection.clearHalt(of: output, timeout: Self.claimPatience)
    } catch {
      throw Errno(error)
    }
  }

  func status(timeout: Duration) async throws(Errno) -> PortStatus? {
    do throws(USBError) {
      let answer = try await connection.controlRead(
        request(Request.portStatus), limit: 1, timeout: timeout)
      return answer.first.map { PortStatus(rawValue: $0) }
    } catch {
      throw Errno(error)
    }
  }

  func reset(timeout: Duration) async throws(Errno) -> Bool {
    do throws(USBError) {
      try await connection.controlWrite(request(Request.softReset), timeout: timeout)
      return true
    } catch {
      throw Errno(error)
    }
  }

  private func request(_ number: UInt8) -> USBControlRequest {
    USBControlRequest(
      .classDefined, .interface, request: number, index: UInt16(interface.number))
  }

  func close() { connection.close() }
}

extension Errno {
  /// The system's number for a failure of USB.
  init(_ error: USBError) {
    self =
      switch error {
      case .accessDenied: .permissionDenied
      case .busy: .resourceBusy
      case .deviceGone: .operationNotSupportedByDevice  // ENODEV
      case .notFound: .noSuchAddressOrDevice  // ENXIO
      case .notSupported: .notSupported
      case .timedOut: .timedOut
      case .stalled: .brokenPipe
      case .overflow: .messageTooLong
      case .cancelled: .canceled
      case .outOfMemory: .noMemory
      case .inputOutput, .unexpected: .ioError
      }
  }
}
