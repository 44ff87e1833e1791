/// What is known about an attached device without talking to it.
package struct USBDeviceDescription: Hashable, Sendable {
  /// Vendor and product.
  package var identity: USBIdentity
  /// The device's release, in binary-coded decimal: `0x0100` is 1.00.
  package var release: UInt16
  /// Bus and ports on the way from the root hub, such as `1-1.3`.
  package var portPath: String
  /// What the maker calls itself; nil when the device has no text for it.
  package var manufacturer: String?
  /// What the maker calls the device; nil when the device has no text for it.
  package var productName: String?
  /// The serial number; nil when the device has none.
  package var serialNumber: String?
  /// The interfaces of the active configuration; none while the device is not configured.
  package var interfaces: [USBInterfaceDescription]
}

/// One function of a device, in one of its alternate settings.
package struct USBInterfaceDescription: Hashable, Sendable {
  /// The number by which it is claimed.
  package var number: UInt8
  /// The alternate setting: 0 is what a device starts with.
  package var alternateSetting: UInt8
  /// The class, such as 3 for HID and 7 for printers.
  package var interfaceClass: UInt8
  /// The subclass.
  package var interfaceSubclass: UInt8
  /// The protocol.
  package var interfaceProtocol: UInt8
  /// Its endpoints.
  package var endpoints: [USBEndpointDescription]
  /// Descriptors of the class that stand between those of the interface and of its endpoints.
  package var classDescriptors: [UInt8]

  /// The first endpoint of this kind and direction.
  package func endpoint(
    _ kind: USBEndpointDescription.Kind, _ direction: USBEndpointDescription.Direction
  ) -> USBEndpointDescription? {
    endpoints.first { $0.kind == kind && $0.direction == direction }
  }
}

/// One end of a pipe to a device.
package struct USBEndpointDescription: Hashable, Sendable {
  /// How bytes cross.
  package enum Kind: UInt8, Hashable, Sendable {
    /// Requests with an answer.
    case control
    /// A fixed rate without repetition.
    case isochronous
    /// As the bus has time, complete and in order.
    case bulk
    /// Seldom and soon.
    case interrupt
  }

  /// Which way they cross, seen from this side.
  package enum Direction: Hashable, Sendable {
    /// From the device.
    case `in`
    /// To the device.
    case out
  }

  /// The number with the direction in the highest bit, such as `0x81`.
  package var address: UInt8
  /// How bytes cross.
  package var kind: Kind
  /// The largest packet, in bytes; a shorter one ends a transfer.
  package var packetSize: Int

  /// Which way bytes cross.
  package var direction: Direction { address & 0x80 == 0 ? .out : .in }
}
