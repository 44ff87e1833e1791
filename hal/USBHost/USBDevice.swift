import CLibUSB

/// A device that is or was attached.
package final class USBDevice {
  /// What is known without talking to it.
  package let description: USBDeviceDescription
  private let host: USBHost
  private let pointer: OpaquePointer

  init(host: USBHost, pointer: OpaquePointer, description: USBDeviceDescription) {
    self.host = host
    self.pointer = libusb_ref_device(pointer)
    self.description = description
  }

  deinit { libusb_unref_device(pointer) }

  /// Whether it has not been pulled.
  package var isAttached: Bool { host.isAttached(pointer) }

  /// Opens it; several connections to one device are allowed, two claims of one interface are not.
  ///
  /// Returns at once. Fails with `.accessDenied`, `.deviceGone`, or `.inputOutput`.
  package func open() throws(USBError) -> USBConnection {
    var handle: OpaquePointer?
    let code = libusb_open(pointer, &handle)
    if let error = USBError(code: code, identity: description.identity) { throw error }
    guard let handle else { throw .unexpected(code) }
    return USBConnection(host: host, device: self, handle: handle)
  }
}

extension USBDevice: Equatable {
  /// Whether both are the same plug-in of the same device.
  package static func == (left: USBDevice, right: USBDevice) -> Bool {
    left.pointer == right.pointer
  }
}
