import Octets

/// Vendor and product of a USB device.
package struct USBIdentity: Hashable, Sendable, CustomStringConvertible {
  /// The vendor's number, given out by the USB forum.
  package var vendor: UInt16
  /// The product's number, given out by the vendor.
  package var product: UInt16

  /// Puts an identity together.
  package init(vendor: UInt16, product: UInt16) {
    self.vendor = vendor
    self.product = product
  }

  /// `0801:0002`, as `lsusb` writes it.
  package var description: String { Self.text(vendor) + ":" + Self.text(product) }

  /// The line for `/etc/udev/rules.d` that lets the group `pos` use the device.
  package var udevRule: String {
    "SUBSYSTEM==\"usb\", ATTR{idVendor}==\"\(Self.text(vendor))\", "
      + "ATTR{idProduct}==\"\(Self.text(product))\", MODE=\"0660\", GROUP=\"pos\""
  }

  private static func text(_ number: UInt16) -> String {
    Hexadecimal.text([UInt8(number >> 8), UInt8(truncatingIfNeeded: number)]).lowercased()
  }
}
