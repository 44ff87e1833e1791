import CLibUSB
import HAL

/// The least that a program on libusb can do for a report: a transfer, and its callback.
///
/// It blocks its thread, as such programs do.
final class BareUSBReader {
  /// What libusb or the device refused.
  struct Failure: Error {
    let code: Int32
  }

  /// What the callback leaves behind.
  private final class Arrival {
    var isDone = false
  }

  private let context: OpaquePointer
  private let device: OpaquePointer
  private let transfer: UnsafeMutablePointer<libusb_transfer>
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  private let arrival = Arrival()

  /// Opens the device at a port of the first bus and claims its only interface.
  init(port: UInt8, byteCount: Int) throws {
    var context: OpaquePointer?
    try Self.check(libusb_init(&context))
    guard let context else { throw Failure(code: LIBUSB_ERROR_OTHER.rawValue) }
    guard let device = Self.open(port: port, context), let transfer = libusb_alloc_transfer(0)
    else {
      libusb_exit(context)
      throw Failure(code: LIBUSB_ERROR_NO_DEVICE.rawValue)
    }
    (self.context, self.device, self.transfer) = (context, device, transfer)
    buffer = .allocate(capacity: byteCount)
    buffer.initialize(repeating: 0)
    try Self.check(libusb_claim_interface(device, 0))
  }

  deinit {
    libusb_free_transfer(transfer)
    libusb_close(device)
    libusb_exit(context)
    buffer.deallocate()
  }

  /// Asks for a report of endpoint 81.
  func submit() throws {
    arrival.isDone = false
    transfer.pointee.dev_handle = device
    transfer.pointee.endpoint = 0x81
    transfer.pointee.type = UInt8(LIBUSB_TRANSFER_TYPE_INTERRUPT.rawValue)
    transfer.pointee.timeout = 0
    transfer.pointee.buffer = buffer.baseAddress
    transfer.pointee.length = Int32(buffer.count)
    transfer.pointee.user_data = Unmanaged.passUnretained(arrival).toOpaque()
    transfer.pointee.callback = { transfer in
      guard let context = transfer?.pointee.user_data else { return }
      Unmanaged<Arrival>.fromOpaque(context).takeUnretainedValue().isDone = true
    }
    try Self.check(libusb_submit_transfer(transfer))
  }

  /// Waits for the callback; returns when it came.
  func wait(clock: any DeviceClock) throws -> Duration {
    while !arrival.isDone { try Self.check(libusb_handle_events(context)) }
    return clock.uptime
  }

  private static func open(port: UInt8, _ context: OpaquePointer) -> OpaquePointer? {
    var list: UnsafeMutablePointer<OpaquePointer?>?
    let count = libusb_get_device_list(context, &list)
    guard count >= 0, let list else { return nil }
    defer { libusb_free_device_list(list, 1) }
    for candidate in UnsafeBufferPointer(start: list, count: count)
    where libusb_get_port_number(candidate) == port {
      var device: OpaquePointer?
      if libusb_open(candidate, &device) == 0 { return device }
    }
    return nil
  }

  private static func check(_ code: Int32) throws {
    if code < 0 { throw Failure(code: code) }
  }
}
