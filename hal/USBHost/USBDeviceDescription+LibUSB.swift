import CLibUSB
import Glibc

extension USBDeviceDescription {
  /// Reads what libusb and the kernel keep about a device: no byte goes over the bus.
  init?(_ device: OpaquePointer) {
    var fields = libusb_device_descriptor()
    guard libusb_get_device_descriptor(device, &fields) == 0 else { return nil }
    identity = USBIdentity(vendor: fields.idVendor, product: fields.idProduct)
    release = fields.bcdDevice
    portPath = Self.portPath(of: device)
    // The kernel asked for the texts when the device was attached; asking again would take an open
    // device and a wait.
    let attributes = "/sys/bus/usb/devices/\(portPath)/"
    manufacturer = Self.text(at: attributes + "manufacturer")
    productName = Self.text(at: attributes + "product")
    serialNumber = Self.text(at: attributes + "serial")
    interfaces = Self.interfaces(of: device)
  }

  /// The kernel's name: the bus, then port by port; a root hub has no port.
  private static func portPath(of device: OpaquePointer) -> String {
    let bus = libusb_get_bus_number(device)
    var ports = [UInt8](repeating: 0, count: 7)  // USB 3.0: at most seven tiers
    let count = Int(libusb_get_port_numbers(device, &ports, Int32(ports.count)))
    guard count > 0 else { return "usb\(bus)" }
    return "\(bus)-" + ports.prefix(count).map(String.init).joined(separator: ".")
  }

  /// The line in a small file; nil when there is none.
  private static func text(at path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
    guard count > 0 else { return nil }
    let line = bytes.prefix(count).prefix { $0 != 0x0A }
    return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
  }

  private static func interfaces(of device: OpaquePointer) -> [USBInterfaceDescription] {
    var pointer: UnsafeMutablePointer<libusb_config_descriptor>?
    guard libusb_get_active_config_descriptor(device, &pointer) == 0, let pointer else {
      return []
    }
    defer { libusb_free_config_descriptor(pointer) }
    let configuration = pointer.pointee
    return UnsafeBufferPointer(
      start: configuration.interface, count: Int(configuration.bNumInterfaces)
    ).flatMap { interface in
      UnsafeBufferPointer(start: interface.altsetting, count: Int(interface.num_altsetting))
        .map(USBInterfaceDescription.init)
    }
  }
}

extension USBInterfaceDescription {
  init(_ fields: libusb_interface_descriptor) {
    number = fields.bInterfaceNumber
    alternateSetting = fields.bAlternateSetting
    interfaceClass = fields.bInterfaceClass
    interfaceSubclass = fields.bInterfaceSubClass
    interfaceProtocol = fields.bInterfaceProtocol
    endpoints = UnsafeBufferPointer(start: fields.endpoint, count: Int(fields.bNumEndpoints))
      .compactMap(USBEndpointDescription.init)
    classDescriptors = Array(
      UnsafeBufferPointer(start: fields.extra, count: max(0, Int(fields.extra_length))))
  }
}

extension USBEndpointDescription {
  init?(_ fields: libusb_endpoint_descriptor) {
    guard let kind = Kind(rawValue: fields.bmAttributes & 3) else { return nil }
    self.kind = kind
    address = fields.bEndpointAddress
    packetSize = Int(fields.wMaxPacketSize & 0x7FF)  // above: packets a microframe
  }
}
