import BenchSocket
package import BoardProfile
package import HAL
import KeyboardWedge
package import MagneticStripe
package import USBHost
import USBMagstripe

extension BoardDrivers {
  /// The groove for magnetic stripes; nil when the board has none.
  package func magstripeReader() -> (any MagstripeReader)? {
    let name = DeviceName("swipe-reader")
    switch devices.swipeReader?.port {
    case nil: return nil
    case .benchSocket(let path):
      return BenchMagstripeReader(name: name, connection: benchConnection(path))
    case .usb(let identity, let interface, let format):
      let reader = USBMagstripeReader(
        name: name, match: USBDeviceMatch(identity, interfaceClass: 3), interface: interface,
        format: SwipeReportFormat(format), clock: loop,
        host: { [self] () throws(USBError) in try sharedUSBHost() })
      onStart { reader.start() }
      return reader
    case .keyboardWedge(let path):
      let reader = KeyboardWedgeReader(name: name, devicePattern: path, loop: loop)
      onStart { reader.start() }
      return reader
    }
  }
}

extension SwipeReportFormat {
  /// The format of these settings.
  package init(_ format: SwipeReaderSettings.ReportFormat) {
    self =
      switch format {
      case .magTek: .magTek
      case .magTekEncrypted: .magTekEncrypted
      case .idTech: .idTech
      case .idTechBlock: .idTechBlock
      }
  }
}

extension USBDeviceMatch {
  /// How a profile's device is recognised; one of a class, where the profile takes any.
  package init(_ identity: USBDeviceIdentity, interfaceClass: UInt8? = nil) {
    self.init(
      serialNumber: identity.serialNumber, portPath: identity.portPath,
      interfaceClass: interfaceClass)
    if let vendor = identity.vendor, let product = identity.product {
      self.identity = USBIdentity(vendor: vendor, product: product)
    }
  }
}
