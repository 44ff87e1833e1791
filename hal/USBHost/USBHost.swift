import CLibUSB
package import EventLoop
import Glibc
package import HAL
import SystemPackage

/// Who wants to know that USB devices come and go.
package protocol USBDeviceObserver: AnyObject {
  /// A device was attached; it may be opened.
  func deviceArrived(_ device: USBDevice)
  /// A device was pulled; its transfers have ended or are about to.
  func deviceLeft(_ device: USBDevice)
}

/// The USB devices of the board, through libusb, on the loop.
///
/// libusb's poll descriptors are watched by the loop (its time-outs are one of them, a timerfd),
/// so no thread of ours waits for it; the thread that libusb itself keeps for hot-plug only writes
/// to one of these descriptors. libusb's callbacks only enqueue: what a driver does in reply runs
/// after libusb has returned, and so may submit, cancel and close. Everything belongs to the
/// loop's thread. Source: libusb 1.0, asynchronous device I/O; reference 2.10.
package final class USBHost {
  private struct Attached {
    let pointer: OpaquePointer
    let description: USBDeviceDescription
  }

  private struct Observer {
    weak var observer: (any USBDeviceObserver)?
  }

  let loop: EventLoop
  private let context: OpaquePointer
  private var hotplug: libusb_hotplug_callback_handle?
  private var attached: [Attached] = []
  private var observers: [Observer] = []
  // What callbacks left to be done, in their order.
  private var plugged: [(pointer: OpaquePointer, isThere: Bool)] = []
  private var ended: [(transfer: USBTransfer, outcome: USBTransfer.Outcome)] = []
  private var isSettling = false

  /// Starts libusb and learns which devices are attached.
  package init(loop: EventLoop) throws(USBError) {
    self.loop = loop
    context = try Self.makeContext()
    try joinLoop()
    try watchDevices()
    settle()
  }

  deinit {
    if let hotplug { libusb_hotplug_deregister_callback(context, hotplug) }
    for device in attached { libusb_unref_device(device.pointer) }
    for event in plugged where event.isThere { libusb_unref_device(event.pointer) }
    libusb_exit(context)  // takes its descriptors off the loop, one by one
  }

  /// The clock by which deadlines run.
  package var clock: any DeviceClock { loop }

  /// The devices that are attached, in the order of their ports.
  package var devices: [USBDevice] {
    attached.map { USBDevice(host: self, pointer: $0.pointer, description: $0.description) }
      .sorted { $0.description.portPath < $1.description.portPath }
  }

  /// The first attached device that fits; nil when there is none.
  package func device(matching match: USBDeviceMatch) -> USBDevice? {
    devices.first { match.accepts($0.description) }
  }

  /// Tells of devices that come and go from now on, for as long as the observer lives.
  package func add(_ observer: any USBDeviceObserver) {
    observers.removeAll { $0.observer == nil }
    observers.append(Observer(observer: observer))
  }

  /// Tells no more.
  package func remove(_ observer: any USBDeviceObserver) {
    observers.removeAll { $0.observer == nil || $0.observer === observer }
  }

  private static func makeContext() throws(USBError) -> OpaquePointer {
    var context: OpaquePointer?
    let code = libusb_init(&context)
    if let error = USBError(code: code, identity: USBIdentity(vendor: 0, product: 0)) {
      throw error
    }
    guard let context else { throw .notSupported }
    return context
  }
}

// MARK: - The loop

extension USBHost {
  private func joinLoop() throws(USBError) {
    // Without a timerfd somebody would have to ask for the next time-out before each wait.
    guard libusb_pollfds_handle_timeouts(context) == 1,
      let list = libusb_get_pollfds(context)
    else { throw .notSupported }
    var next = list
    while let descriptor = next.pointee {
      watch(descriptor.pointee.fd, for: descriptor.pointee.events)
      next += 1
    }
    libusb_free_pollfds(list)
    libusb_set_pollfd_notifiers(
      context,
      { descriptor, events, host in
        guard let host else { return }
        Unmanaged<USBHost>.fromOpaque(host).takeUnretainedValue().watch(descriptor, for: events)
      },
      { descriptor, host in
        guard let host else { return }
        Unmanaged<USBHost>.fromOpaque(host).takeUnretainedValue().unwatch(descriptor)
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  private func watch(_ descriptor: Int32, for events: Int16) {
    let descriptor = FileDescriptor(rawValue: descriptor)
    let handle = { [weak self] in self?.handleEvents() }
    if events & Int16(POLLIN) != 0 { loop.watch(descriptor, for: .readable) { handle() } }
    if events & Int16(POLLOUT) != 0 { loop.watch(descriptor, for: .writable) { handle() } }
  }

  private func unwatch(_ descriptor: Int32) {
    let descriptor = FileDescriptor(rawValue: descriptor)
    loop.unwatch(descriptor, for: .readable)
    loop.unwatch(descriptor, for: .writable)
  }

  private func handleEvents() {
    var noWait = timeval()
    _ = libusb_handle_events_timeout_completed(context, &noWait, nil)
    settle()
  }

  /// Does what callbacks left to be done; never inside of one.
  private func settle() {
    if isSettling { return }
    isSettling = true
    defer { isSettling = false }
    while true {
      if !ended.isEmpty {
        let (transfer, outcome) = ended.removeFirst()
        transfer.deliver(outcome)
      } else if !plugged.isEmpty {
        let (pointer, isThere) = plugged.removeFirst()
        if isThere { arrive(pointer) } else { leave(pointer) }
      } else {
        return
      }
    }
  }

  /// Keeps a transfer's outcome until libusb has returned.
  func enqueue(_ outcome: USBTransfer.Outcome, of transfer: USBTransfer) {
    ended.append((transfer, outcome))
  }
}

// MARK: - Devices

extension USBHost {
  private func watchDevices() throws(USBError) {
    guard libusb_has_capability(UInt32(LIBUSB_CAP_HAS_HOTPLUG.rawValue)) != 0 else {
      throw .notSupported
    }
    var handle: libusb_hotplug_callback_handle = 0
    let events =
      LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED.rawValue | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT.rawValue
    let code = libusb_hotplug_register_callback(
      context, Int32(events), Int32(LIBUSB_HOTPLUG_ENUMERATE.rawValue),
      LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
      { _, device, event, host in
        guard let device, let host else { return 0 }
        Unmanaged<USBHost>.fromOpaque(host).takeUnretainedValue()
          .enqueue(device, isThere: event == LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED)
        return 0
      }, Unmanaged.passUnretained(self).toOpaque(), &handle)
    if let error = USBError(code: code, identity: USBIdentity(vendor: 0, product: 0)) {
      throw error
    }
    hotplug = handle
  }

  private func enqueue(_ device: OpaquePointer, isThere: Bool) {
    if isThere { libusb_ref_device(device) }
    plugged.append((device, isThere))
  }

  /// Keeps the reference that the callback took.
  private func arrive(_ pointer: OpaquePointer) {
    guard !attached.contains(where: { $0.pointer == pointer }),
      let description = USBDeviceDescription(pointer)
    else { return libusb_unref_device(pointer) }
    attached.append(Attached(pointer: pointer, description: description))
    let device = USBDevice(host: self, pointer: pointer, description: description)
    for observer in observers { observer.observer?.deviceArrived(device) }
  }

  private func leave(_ pointer: OpaquePointer) {
    guard let place = attached.firstIndex(where: { $0.pointer == pointer }) else { return }
    let gone = attached.remove(at: place)
    let device = USBDevice(host: self, pointer: pointer, description: gone.description)
    for observer in observers { observer.observer?.deviceLeft(device) }
    libusb_unref_device(pointer)
  }

  /// Whether the device has not been pulled.
  func isAttached(_ pointer: OpaquePointer) -> Bool {
    attached.contains { $0.pointer == pointer }
  }
}
