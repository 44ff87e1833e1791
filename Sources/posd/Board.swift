import BoardDrivers
import BoardProfile
import BoardSecurity
import CenterProtocol
import EMVKernel
import EventLoop
import HAL
import Octets
import PaymentTypes
import SoftwareSecurityModule
import TerminalFlows

/// The drivers that a board profile names, put together.
struct Board {
  /// Why a board can't be put together, in words for the person who wrote the profile.
  struct Mistake: Error, Hashable {
    let text: String
  }

  let devices: Devices
  let settings: TerminalFlows.TerminalSettings
  private let drivers: BoardDrivers

  /// Makes every driver; none of them touches its device yet.
  init(_ profile: BoardProfile, loop: EventLoop, events: any DeviceEventSink) throws(Mistake) {
    drivers = BoardDrivers(profile.devices, loop: loop)
    let keypad = drivers.keypad()
    keypad.attach(to: events)
    let entropy = SystemEntropy()
    do throws(DriverMistake) {
      devices = Devices(
        display: try drivers.display(), keypad: keypad,
        cardReader: drivers.cardReader(.customer), magstripeReader: drivers.magstripeReader(),
        printer: try drivers.printer(), modem: try drivers.modem(),
        isNetworkCellular: drivers.isNetworkCellular, network: try drivers.network(),
        center: try BoardDrivers.center(profile.center, loop: loop),
        security: try Self.security(profile, keypad, loop, entropy),
        cryptography: SoftwareKernelCryptography(), clock: loop, entropy: entropy,
        power: drivers.powerSupply(), required: profile.devices.required)
    } catch {
      throw Mistake(text: error.text)
    }
    devices.display.attach(to: events)
    devices.cardReader?.attach(to: events)
    devices.magstripeReader?.attach(to: events)
    devices.modem?.attach(to: events)
    devices.network.attach(to: events)
    settings = try Self.settings(profile)
  }

  /// What the profile says and can't be done, and the terminal does without.
  var excused: [String] { drivers.excused.map(\.text) }

  /// Starts the drivers that wait for their device in the background.
  func start() { drivers.start() }

  private static func security(
    _ profile: BoardProfile, _ keypad: any Keypad, _ loop: EventLoop, _ entropy: SystemEntropy
  ) throws(DriverMistake) -> SoftwareSecurityModule {
    do throws(KeySetError) {
      return try SoftwareSecurityModule(
        profile.security, keypad: keypad, clock: loop, entropy: entropy)
    } catch {
      throw DriverMistake("security.keys: \(error)")
    }
  }
}

extension DeviceSettings {
  /// The devices without which the terminal does not trade.
  ///
  /// Among the card readers the customer's is meant: it is the one that sales are made with.
  fileprivate var required: Set<BoardDevice> {
    let customer = cardReaders.first { $0.role == .customer }
    let criticalities: [(BoardDevice, Criticality?)] = [
      (.display, display.criticality), (.keypad, keypad.criticality),
      (.cardReader, customer?.criticality), (.swipeReader, swipeReader?.criticality),
      (.printer, printer?.criticality), (.modem, modem?.criticality), (.power, power?.criticality),
    ]
    return Set(criticalities.filter { $0.1 == .required }.map(\.0))
  }
}

extension Board {
  private static func settings(
    _ profile: BoardProfile
  ) throws(Mistake) -> TerminalFlows.TerminalSettings {
    let terminal = profile.terminal
    var kernel = profile.acquirer.chip.configuration(
      terminal: terminal.identifier, merchant: terminal.merchant,
      deviceSerialNumber: terminal.identifier.text)
    kernel.authorityKeys = profile.security.authorityKeys
    kernel.revokedCertificates = profile.security.revokedCertificates
    return TerminalFlows.TerminalSettings(
      terminal: terminal.identifier, merchant: terminal.merchant,
      merchantName: terminal.merchantName, cashier: terminal.operatorCode,
      language: profile.language,
      acquirer: try acquirer(profile.acquirer),
      kernel: kernel,
      masterKeySlot: profile.acquirer.masterKeySlot,
      batchCapacity: profile.acquirer.batchCapacity,
      signsOffAfterSettlement: profile.acquirer.signsOffAfterSettlement,
      connectTimeout: profile.center.connectTimeout,
      answerTimeout: profile.center.answerTimeout,
      echoInterval: profile.acquirer.echoInterval,
      fallback: profile.acquirer.fallback.map {
        FallbackWindow.Rule(failureCount: $0.failureCount, duration: $0.duration)
      })
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
