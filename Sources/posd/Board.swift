import BenchSocket
import BoardProfile
import BoardSecurity
import CellularModem
import CenterProtocol
import EMVKernel
import EventLoop
import HAL
import NetworkLink
import Octets
import PaymentTypes
import SoftwareSecurityModule
import SystemPackage
import TerminalFlows
import ThermalPrinter

/// The drivers that a board profile names, put together.
struct Board {
  /// Why a board can't be put together, in words for the person who wrote the profile.
  struct Mistake: Error, Hashable {
    let text: String
  }

  let devices: Devices
  let settings: TerminalFlows.TerminalSettings
  private let connections: [BenchConnection]

  /// Makes every driver; none of them touches its device yet.
  init(_ profile: BoardProfile, loop: EventLoop, events: any DeviceEventSink) throws(Mistake) {
    var panels = PanelConnections(loop: loop)
    let keypad = BenchKeypad(
      name: DeviceName("keypad"), connection: panels[profile.devices.keypad.path])
    keypad.attach(to: events)
    let display = BenchDisplay(
      name: DeviceName("display"), connection: panels[profile.devices.display.path])
    let cardReader = profile.devices.cardReader.map {
      BenchCardReader(name: DeviceName("card-reader"), connection: panels[$0.path])
    }
    cardReader?.attach(to: events)
    let swipeReader = profile.devices.swipeReader.map {
      BenchMagstripeReader(name: DeviceName("swipe-reader"), connection: panels[$0.path])
    }
    swipeReader?.attach(to: events)
    let entropy = SystemEntropy()
    devices = Devices(
      display: display, cardReader: cardReader, magstripeReader: swipeReader,
      printer: profile.devices.printer.map { Self.printer($0, loop) },
      modem: try profile.devices.modem.map { settings throws(Mistake) in
        try Self.modem(settings, loop)
      },
      network: try Self.network(profile.devices.network, &panels),
      center: try Self.center(profile.center, loop),
      security: try Self.security(profile, keypad, loop, entropy), clock: loop, entropy: entropy,
      power: SilentPowerSupply())
    settings = try Self.settings(profile)
    connections = panels.all
  }

  /// Starts the drivers that wait for their device in the background.
  func start() {
    for connection in connections { connection.start() }
  }

  /// One connection for all devices behind the same socket.
  private struct PanelConnections {
    let loop: EventLoop
    private(set) var all: [BenchConnection] = []
    private var byPath: [String: BenchConnection] = [:]

    init(loop: EventLoop) { self.loop = loop }

    subscript(path: String) -> BenchConnection {
      mutating get {
        if let connection = byPath[path] { return connection }
        let connection = BenchConnection(path: path, loop: loop)
        byPath[path] = connection
        all.append(connection)
        return connection
      }
    }
  }

  private static func printer(_ settings: PrinterSettings, _ loop: EventLoop) -> ESCPOSPrinter {
    let address: PrinterAddress =
      switch settings.port {
      case .device(let path): .device(path: path, baud: nil)
      case .network(let host, let port): .tcp(host: host, port: port)
      }
    let profile = PrinterProfile(paper: settings.paperWidth == 80 ? .wide : .narrow)
    return ESCPOSPrinter(
      name: DeviceName("printer"), at: address, profile: profile, loop: loop)
  }

  private static func modem(
    _ settings: ModemSettings, _ loop: EventLoop
  ) throws(Mistake) -> SerialModem {
    guard let family = ModemFamily(name: settings.family.rawValue) else {
      throw Mistake(text: "no modem family named \(settings.family.rawValue)")
    }
    return SerialModem(
      name: DeviceName("modem"), path: settings.path, baud: settings.baud, family: family,
      loop: loop)
  }

  private static func network(
    _ settings: NetworkSettings, _ panels: inout PanelConnections
  ) throws(Mistake) -> any NetworkStatus {
    switch settings.source {
    case .benchSocket(let path): return BenchNetworkStatus(connection: panels[path])
    case .interface(let name):
      do throws(Errno) {
        return try InterfaceMonitor(interface: name)
      } catch {
        throw Mistake(text: "cannot ask the kernel for network interfaces: \(error)")
      }
    }
  }

  private static func center(
    _ settings: CenterSettings, _ loop: EventLoop
  ) throws(Mistake) -> TCPCenterLink {
    switch settings.protection {
    case .none:
      return TCPCenterLink(
        host: settings.host, port: settings.port, protection: .plain, loop: loop)
    case .tls(let file, let name):
      do throws(TLSConfigurationError) {
        let configuration = try TLSClientConfiguration(authorityFile: file)
        return TCPCenterLink(
          host: settings.host, port: settings.port,
          protection: .tls(configuration, name: name), loop: loop)
      } catch {
        throw Mistake(
          text: "center.tls.ca-file: \(file) holds no certificates, or can't be read")
      }
    }
  }

  private static func security(
    _ profile: BoardProfile, _ keypad: any Keypad, _ loop: EventLoop, _ entropy: SystemEntropy
  ) throws(Mistake) -> SoftwareSecurityModule {
    do throws(KeySetError) {
      return try SoftwareSecurityModule(
        profile.security, keypad: keypad, clock: loop, entropy: entropy)
    } catch {
      throw Mistake(text: "security.keys: \(error)")
    }
  }
}

extension Board {
  private static func settings(
    _ profile: BoardProfile
  ) throws(Mistake) -> TerminalFlows.TerminalSettings {
    let terminal = profile.terminal
    return TerminalFlows.TerminalSettings(
      terminal: terminal.identifier, merchant: terminal.merchant,
      merchantName: terminal.merchantName, cashier: terminal.operatorCode,
      language: profile.language,
      acquirer: try acquirer(profile.acquirer),
      kernel: .unionPay(
        terminal: terminal.identifier, merchant: terminal.merchant,
        deviceSerialNumber: terminal.identifier.text),
      masterKeySlot: profile.acquirer.masterKeySlot,
      batchCapacity: profile.acquirer.batchCapacity,
      signsOffAfterSettlement: profile.acquirer.signsOffAfterSettlement,
      connectTimeout: profile.center.connectTimeout,
      answerTimeout: profile.center.answerTimeout,
      echoInterval: profile.acquirer.echoInterval)
  }

  private static func acquirer(_ settings: AcquirerSettings) throws(Mistake) -> AcquirerProfile {
    var profile = AcquirerProfile()
    guard let tpdu = hexadecimal(settings.tpdu), let address = TransportAddress(tpdu),
      let headerBytes = hexadecimal(settings.header), let header = MessageHeader(headerBytes)
    else { throw Mistake(text: "the acquirer's framing.tpdu must begin with 60") }
    profile.address = address
    profile.applicationClass = header.applicationClass
    profile.softwareVersion = header.softwareVersion
    profile.isTest = header.isTest
    profile.terminalSoftware = header.terminalSoftware
    profile.keepsConnection = settings.connection == .keptOpen
    profile.keyLayout =
      switch settings.signInKeys {
      case .single: .singleLength
      case .double: .doubleLength
      case .doubleAndTrack: .doubleLengthWithTrackKey
      }
    profile.macMethod =
      switch settings.macAlgorithm {
      case .unionPayECB: .unionPayECB
      case .x9_9: .x9_9
      case .x9_19: .x9_19
      }
    profile.pinFormat = settings.pinBlockFormat == .withPAN ? .withPAN : .withoutPAN
    profile.pinCaptureCode = settings.pinCaptureCode
    profile.encryptsTrack = settings.encryptsTracks
    profile.acceptedReversalCodes = Set(
      settings.acceptedReversalCodes.compactMap { ResponseCode($0) })
    profile.reversesUnauthenticatedDecline = settings.declineWithoutMAC == .reverse
    if let number = settings.deviceNumber {
      profile.deviceInformation = TerminalDeviceInformation(
        manufacturer: String(number.prefix(4)), serial: String(number.dropFirst(4)))
    }
    return profile
  }

  private static func hexadecimal(_ text: String) -> [UInt8]? { try? Hexadecimal.bytes(text) }
}
