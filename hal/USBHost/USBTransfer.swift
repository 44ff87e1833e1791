import CLibUSB
import Glibc

/// One transfer and its buffer, which libusb owns from `submit` until the callback has run.
///
/// While submitted it keeps itself and its connection alive, so nothing is freed too early. The
/// buffer is wiped when it is given back: it may hold a card's tracks.
final class USBTransfer {
  /// How a transfer ended, or a round of one that repeats.
  typealias Outcome = Result<Payload, USBError>

  /// What crossed.
  struct Payload {
    /// Bytes from the device; none for a transfer to it.
    var bytes: [UInt8]
    /// How many bytes crossed, either way.
    var count: Int
  }

  /// What the setup packet of a control transfer takes of the buffer.
  static let setupLength = 8

  let endpoint: UInt8
  private let connection: USBConnection
  private let fields: UnsafeMutablePointer<libusb_transfer>
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  private let repeats: Bool
  private let deliverOutcome: (Outcome) -> Void
  private var isCancelled = false

  /// Prepares a transfer; nil when there is no memory for it.
  ///
  /// With `repeats` it is submitted again in its own callback until it fails or is cancelled, so
  /// that no report of the device finds nobody waiting.
  init?(
    _ kind: USBEndpointDescription.Kind, endpoint: UInt8, handle: OpaquePointer,
    connection: USBConnection, content: [UInt8], timeout: Duration?, repeats: Bool,
    _ deliverOutcome: @escaping (Outcome) -> Void
  ) {
    guard let fields = libusb_alloc_transfer(0) else { return nil }
    self.fields = fields
    self.endpoint = endpoint
    self.connection = connection
    self.repeats = repeats
    self.deliverOutcome = deliverOutcome
    buffer = .allocate(capacity: max(1, content.count))
    _ = buffer.initialize(fromContentsOf: content)
    fields.pointee.dev_handle = handle
    fields.pointee.endpoint = endpoint
    fields.pointee.type = kind.rawValue
    fields.pointee.timeout = Self.milliseconds(timeout)
    fields.pointee.buffer = buffer.baseAddress
    fields.pointee.length = Int32(content.count)
    fields.pointee.callback = { fields in
      guard let owner = fields?.pointee.user_data else { return }
      Unmanaged<USBTransfer>.fromOpaque(owner).takeUnretainedValue().roundEnded()
    }
  }

  deinit {
    if let start = buffer.baseAddress { explicit_bzero(start, buffer.count) }
    buffer.deallocate()
    libusb_free_transfer(fields)
  }

  /// Gives it to libusb; the outcome is delivered later, unless this throws.
  func submit() throws(USBError) {
    let owner = Unmanaged.passRetained(self)
    fields.pointee.user_data = owner.toOpaque()
    let code = libusb_submit_transfer(fields)
    if let error = USBError(code: code, identity: connection.identity) {
      owner.release()
      throw error
    }
  }

  /// Asks for its end; the outcome is delivered all the same, when it has come.
  func cancel() {
    isCancelled = true
    _ = libusb_cancel_transfer(fields)
  }

  /// Tells whoever waits; called by the host, outside of libusb.
  func deliver(_ outcome: Outcome) {
    let isOver =
      switch outcome {
      case .success: !repeats
      case .failure: true
      }
    if isOver { connection.forget(self, outcome) }
    deliverOutcome(outcome)
    if isOver { connection.closeIfIdle() }
  }

  /// libusb's callback: it enqueues, and submits again what repeats.
  private func roundEnded() {
    let host = connection.host
    host.enqueue(outcome, of: self)
    if repeats, fields.pointee.status == LIBUSB_TRANSFER_COMPLETED {
      let code = isCancelled ? 0 : libusb_submit_transfer(fields)
      if code == 0, !isCancelled { return }
      let error = USBError(code: code, identity: connection.identity)
      host.enqueue(.failure(error ?? .cancelled(transferred: 0)), of: self)
    }
    // The host holds it until the outcome is delivered: nothing is freed inside of libusb.
    Unmanaged.passUnretained(self).release()
  }

  private var outcome: Outcome {
    let count = max(0, min(Int(fields.pointee.actual_length), buffer.count))
    if let error = USBError(status: fields.pointee.status, transferred: count) {
      return .failure(error)
    }
    let isControl = fields.pointee.type == USBEndpointDescription.Kind.control.rawValue
    let isFromDevice = (isControl ? buffer.first ?? 0 : endpoint) & 0x80 != 0
    let start = isControl ? Self.setupLength : 0
    guard isFromDevice else { return .success(Payload(bytes: [], count: count)) }
    return .success(Payload(bytes: Array(buffer.dropFirst(start).prefix(count)), count: count))
  }

  /// What libusb calls a time-out: 0 is none.
  private static func milliseconds(_ timeout: Duration?) -> UInt32 {
    guard let timeout else { return 0 }
    let (seconds, attoseconds) = timeout.components
    let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1000)
    let rest = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return isTooLong ? UInt32(Int32.max) : UInt32(max(1, min(Int64(Int32.max), whole + rest)))
  }
}
