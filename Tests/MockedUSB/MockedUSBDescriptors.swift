/// The descriptors of a device with one configuration and one interface.
///
/// Source: USB 2.0, 9.6; HID 1.11, 6.2.1.
package struct MockedUSBDescriptors: Sendable {
  /// One endpoint.
  package struct Endpoint: Sendable {
    let address: UInt8
    let kind: UInt8
    let packetSize: UInt16

    /// Reports from the device.
    package static func interruptIn(_ address: UInt8, packetSize: UInt16 = 64) -> Endpoint {
      Endpoint(address: address, kind: 3, packetSize: packetSize)
    }

    /// Bytes either way.
    package static func bulk(_ address: UInt8, packetSize: UInt16 = 64) -> Endpoint {
      Endpoint(address: address, kind: 2, packetSize: packetSize)
    }
  }

  /// What goes over the control socket.
  let bytes: [UInt8]

  /// Takes a device descriptor and the configuration that follows it as they are.
  package init(bytes: [UInt8]) { self.bytes = bytes }

  /// Puts a device together.
  package init(
    vendor: UInt16, product: UInt16, interface: (UInt8, UInt8, UInt8), endpoints: [Endpoint],
    hidReportDescriptorLength: UInt16? = nil
  ) {
    func little(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }
    var function: [UInt8] = [9, 4, 0, 0, UInt8(endpoints.count)]
    function += [interface.0, interface.1, interface.2, 0]
    if let length = hidReportDescriptorLength {
      function += [9, 0x21, 0x11, 0x01, 0, 1, 0x22] + little(length)
    }
    for endpoint in endpoints {
      function += [7, 5, endpoint.address, endpoint.kind] + little(endpoint.packetSize) + [1]
    }
    let device: [UInt8] =
      [18, 1, 0x00, 0x02, 0, 0, 0, 8] + little(vendor) + little(product)
      + [0x00, 0x01, 1, 2, 3, 1]
    let configuration = [9, 2] + little(UInt16(9 + function.count)) + [1, 1, 0, 0xA0, 0x32]
    bytes = device + configuration + function
  }

  /// A swipe reader: HID, reports at endpoint 81.
  package static func swipeReader(
    vendor: UInt16 = 0x0801, product: UInt16 = 0x0002, packetSize: UInt16 = 64,
    hidReportDescriptorLength: UInt16 = 0
  ) -> MockedUSBDescriptors {
    MockedUSBDescriptors(
      vendor: vendor, product: product, interface: (3, 0, 0),
      endpoints: [.interruptIn(0x81, packetSize: packetSize)],
      hidReportDescriptorLength: hidReportDescriptorLength)
  }

  /// A printer that talks both ways: class 7, bytes to endpoint 01 and from 82.
  package static func printer(
    vendor: UInt16 = 0x0416, product: UInt16 = 0x5011
  ) -> MockedUSBDescriptors {
    MockedUSBDescriptors(
      vendor: vendor, product: product, interface: (7, 1, 2),
      endpoints: [.bulk(0x01), .bulk(0x82)])
  }
}
