import ATCommands
import HAL

/// Tells the firmware when to ask again, and no more often than that makes sense.
///
/// What comes unasked is compared with what the last status said. Changes within half a second
/// make one event at its beginning and one at its end.
final class ChangeReport {
  private static let pause = Duration.milliseconds(500)

  weak var sink: (any DeviceEventSink)?
  private let device: DeviceName
  private let clock: any DeviceClock
  private var isPausing = false
  private var isPending = false
  private var isLost = false
  private var sim: SIMState?
  private var registrations: [RegistrationDomain: NetworkRegistration.Status] = [:]

  init(device: DeviceName, clock: any DeviceClock) {
    self.device = device
    self.clock = clock
  }

  /// The device answers.
  func found() {
    guard isLost else { return }
    isLost = false
    sink?.post(.deviceFound(device))
  }

  /// The device is gone.
  func lost() {
    guard !isLost else { return }
    isLost = true
    registrations = [:]
    sim = nil
    sink?.post(.deviceLost(device))
  }

  /// A status told this.
  func expect(_ status: ModemStatus) { if status.sim == .ready { sim = .ready } else { sim = nil } }

  /// A status asked for this registration and was told.
  func expect(_ registration: NetworkRegistration, of domain: RegistrationDomain) {
    registrations[domain] = registration.status
  }

  /// The SIM says that it is in a state.
  func heard(_ state: SIMState) {
    guard state != sim else { return }
    sim = state
    happened()
  }

  /// A registration says that it is in a state; another cell alone is no news.
  func heard(_ registration: NetworkRegistration, of domain: RegistrationDomain) {
    guard registrations.updateValue(registration.status, forKey: domain) != registration.status
    else { return }
    happened()
  }

  /// Something changed.
  func happened() {
    if isPausing {
      isPending = true
      return
    }
    sink?.post(.modemChanged(device))
    isPausing = true
    clock.setTimer(after: Self.pause) { [weak self] in self?.pauseEnded() }
  }

  private func pauseEnded() {
    isPausing = false
    guard isPending else { return }
    isPending = false
    happened()
  }
}
