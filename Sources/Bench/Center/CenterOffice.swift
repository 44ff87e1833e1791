import BoardProfile
import EventLoop
import HAL
import MockDevices
import NetworkLink
import PaymentTypes
import SystemPackage
import TestCenter

/// The test center with its door: a TCP port, plain or TLS, on the loopback.
///
/// It lives on the loop of whoever made it, so that what it tells comes on that loop.
package actor CenterOffice {
  private static let handshakeTimeout = Duration.seconds(10)

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    loop.asUnownedSerialExecutor()
  }
  private nonisolated let loop: EventLoop
  /// Where it listens; a port 0 that was asked for has become the real one.
  package nonisolated let port: UInt16
  private let certificate: TLSServerConfiguration?
  let center: TestCenter
  private let outage = Outage()
  private var listener: TCPListener?
  private var lines: [Int: CenterLine] = [:]
  private var nextLine = 0
  private var reportedViolations = 0
  private var isCutOff: (@Sendable (CenterMoment) -> Bool)?
  private var onChange: (@Sendable () -> Void)?

  /// Opens the center of a profile on its port, with accounts for the cards; make it before the
  /// loop runs.
  init(
    _ profile: BoardProfile, cards: [CardPersonality], loop: EventLoop
  ) throws(BenchProblem) {
    self.loop = loop
    center = try TestCenter.bench(profile, cards: cards)
    certificate = try Self.certificate(profile.center)
    let listener = try Self.listener(port: profile.center.port, loop: loop)
    self.listener = listener
    port = listener.address.port
  }

  /// Its lines belong to the loop's thread to their end.
  isolated deinit { listener?.close() }

  /// Names who hears each moment, and says whether the terminal was cut off at it.
  func observe(
    isCutOff: @escaping @Sendable (CenterMoment) -> Bool, onChange: @escaping @Sendable () -> Void
  ) {
    self.isCutOff = isCutOff
    self.onChange = onChange
  }

  /// Whether it takes connections.
  var isListening: Bool { listener != nil }

  /// Serves everybody who connects, until `stop`.
  ///
  /// Each line's tasks name the loop: one of an actor may start on a thread of the pool, and on a
  /// busy machine waits for one.
  package func serve() async {
    guard let listener else { return }
    while let connection = try? await listener.accept(timeout: nil) {
      nextLine += 1
      let number = nextLine
      lines[number] = CenterLine(connection, outage: outage, clock: loop)
      Task(executorPreference: loop) { await self.serve(number) }
    }
  }

  /// Listens again after `stop`; `serve` has to be called again as well.
  func listen() throws(BenchProblem) {
    if listener == nil { listener = try Self.listener(port: port, loop: loop) }
  }

  /// Refuses connections and breaks off those that stand.
  package func stop() {
    listener.take()?.close()
    for line in lines.values { line.breakOff() }
    lines = [:]
  }

  /// Tears the way between the terminal and the center, or mends it.
  func setOutage(_ isOn: Bool) { if isOn { outage.start() } else { outage.stop() } }

  /// Lets the center do something wrong; nil takes all faults away.
  func setFault(_ fault: CenterFault?) {
    if let fault { center.inject(fault) } else { center.clearFaults() }
  }
}

extension CenterOffice {
  /// The violations that were not taken yet.
  func takeNewViolations() -> [String] {
    let all = violations()
    defer { reportedViolations = all.count }
    return Array(all.dropFirst(reportedViolations))
  }
}

// One connection.
extension CenterOffice {
  private func serve(_ number: Int) async {
    guard let line = lines[number] else { return }
    await outage.end()
    if let certificate, !(await line.startTLS(certificate, timeout: Self.handshakeTimeout)) {
      return end(number)
    }
    Task(executorPreference: loop) { await self.send(number) }
    var splitter = FrameSplitter()
    var requests = CenterConnection(to: center)
    while let bytes = await line.receive() {
      for piece in splitter.take(bytes) {
        if tell(.arrived(piece.kind)) { return end(number) }
        let actions = requests.receive(piece.bytes, now: now)
        onChange?()
        if tell(.handled(piece.kind)) { return end(number) }
        carryOut(actions, of: piece.kind, on: number)
      }
    }
    end(number)
  }

  private func send(_ number: Int) async {
    guard let line = lines[number] else { return }
    while let kind = await line.sendNext() {
      if tell(.answered(kind)) { return end(number) }
    }
    end(number)
  }

  private func carryOut(
    _ actions: [CenterAction], of kind: CenterMoment.RequestKind, on number: Int
  ) {
    for action in actions {
      switch action {
      case .send(let bytes, let delay): send(bytes, of: kind, on: number, after: delay)
      case .sendPart(let bytes, let count, let delay):
        send(Array(bytes.prefix(count)), of: kind, on: number, after: delay)
      case .hold(let request, let delay):
        loop.setTimer(after: delay) { [weak self] in
          self?.assumeIsolated { office in
            let actions = office.center.receive(held: request, now: office.now)
            office.onChange?()
            office.carryOut(actions, of: kind, on: number)
          }
        }
      case .close: lines[number]?.close()
      case .reset: lines[number]?.reset()
      }
    }
  }

  private func send(
    _ bytes: [UInt8], of kind: CenterMoment.RequestKind, on number: Int, after delay: Duration
  ) {
    guard delay > .zero else {
      lines[number]?.send(bytes, of: kind)
      return
    }
    loop.setTimer(after: delay) { [weak self] in
      self?.assumeIsolated { $0.lines[number]?.send(bytes, of: kind) }
    }
  }

  private func end(_ number: Int) { lines.removeValue(forKey: number)?.breakOff() }

  private func tell(_ moment: CenterMoment) -> Bool { isCutOff?(moment) ?? false }

  private var now: CivilTime {
    CivilTime(secondsSince1970: loop.wallClock.secondsSince1970)
  }
}

// Its door.
extension CenterOffice {
  private static func listener(
    port: UInt16, loop: EventLoop
  ) throws(BenchProblem) -> TCPListener {
    guard let address = SocketAddress(numeric: "127.0.0.1", port: port) else {
      throw BenchProblem("127.0.0.1:\(port) is no address", cure: "name another port")
    }
    do throws(Errno) {
      return try TCPListener(address, loop: loop)
    } catch {
      let cure =
        error == .addressInUse
        ? "stop who uses it, or choose another with --set center.port=PORT" : "\(error)"
      throw BenchProblem("the center can't listen on port \(port)", cure: cure)
    }
  }

  /// The center's certificate and key stand beside that of their authority.
  private static func certificate(
    _ settings: CenterSettings
  ) throws(BenchProblem) -> TLSServerConfiguration? {
    guard case .tls(let file, _) = settings.protection else { return nil }
    let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    do throws(TLSConfigurationError) {
      return try TLSServerConfiguration(
        certificateFile: folder + "center.pem", keyFile: folder + "center-key.pem")
    } catch {
      throw BenchProblem(
        "the center's certificate can't be read: \(error)",
        cure: "put center.pem and center-key.pem beside \(file)")
    }
  }
}
