import YAMLDocument

/// A reader of magnetic stripes.
package struct SwipeReaderSettings: Hashable, Sendable {
  /// How the driver reaches it.
  package enum Port: Hashable, Sendable {
    /// The socket of the virtual counter.
    case benchSocket(path: String)
    /// A USB device of class HID: which one, the interface with the reports, what they look like.
    case usb(USBDeviceIdentity, interface: UInt8, format: ReportFormat)
    /// A keyboard that types what it reads; the name of the device file may hold `*`.
    case keyboardWedge(path: String)
  }

  /// What the reports of a reader on USB look like.
  package enum ReportFormat: String, Hashable, Sendable, CaseIterable {
    /// 337 bytes in clear: MagTek, and others that are set to its structure.
    case magTek = "magtek"
    /// 856 bytes or more, encrypted: MagTek MagneSafe V5.
    case magTekEncrypted = "magtek-encrypted"
    /// ID TECH's own structure.
    case idTech = "idtech"
    /// ID TECH's encrypted block by itself.
    case idTechBlock = "idtech-block"
  }

  private enum Kind: String, CaseIterable {
    case benchSocket = "bench-socket"
    case usbHID = "usb-hid"
    case keyboardWedge = "keyboard-wedge"
  }

  /// How the driver reaches it.
  package var port: Port
  /// Whether the terminal may trade without it.
  package var criticality: Criticality

  init(_ node: YAMLNode) throws(YAMLError) {
    let common = ["kind", "criticality"]
    let usb = ["interface", "format"] + USBDeviceIdentity.keys
    let any = try node.mapping(allowing: common + ["path", "device"] + usb)
    switch try any.required("kind").oneOf(Kind.self) {
    case .benchSocket:
      let reader = try node.mapping(allowing: common + ["path"])
      port = .benchSocket(path: try reader.required("path").socketPath())
    case .usbHID:
      let reader = try node.mapping(allowing: common + usb)
      port = .usb(
        try USBDeviceIdentity(reader),
        interface: UInt8(try reader["interface"]?.integer(in: 0...31) ?? 0),
        format: try reader.required("format").oneOf(ReportFormat.self))
    case .keyboardWedge:
      let reader = try node.mapping(allowing: common + ["device"])
      port = .keyboardWedge(path: try Self.inputDevice(reader.required("device")))
    }
    criticality = try any.required("criticality").oneOf(Criticality.self)
  }

  private static func inputDevice(_ node: YAMLNode) throws(YAMLError) -> String {
    let expected = "a device file such as /dev/input/by-id/usb-*-event-kbd"
    let path = try node.text(expected)
    guard path.hasPrefix("/dev/input/") else { throw node.error(expected: expected) }
    return path
  }
}
