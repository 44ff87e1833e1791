import MagneticStripe
import USBHost
import USBMagstripe

/// The reader that options name, where no profile is asked.
enum SwipeReaderChoice: Hashable {
  case usb(USBIdentity, SwipeReportFormat)
  case keyboard(path: String)

  /// Nil when no option names one.
  init?(usb: String?, format: String?, keyboard: String?) throws(Complaint) {
    switch (usb, keyboard) {
    case (nil, nil):
      guard format == nil else { throw Complaint("--format goes with --usb alone") }
      return nil
    case (_?, _?): throw Complaint("give --usb or --keyboard, not both")
    case (nil, let path?): self = .keyboard(path: path)
    case (let text?, nil):
      let identity = try Self.identity(text)
      self = .usb(identity, try Self.format(format, of: identity))
    }
  }

  private static func identity(_ text: String) throws(Complaint) -> USBIdentity {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 4 }),
      let vendor = UInt16(parts[0], radix: 16), let product = UInt16(parts[1], radix: 16)
    else {
      throw Complaint("--usb takes vendor and product as lsusb writes them, such as 0801:0002")
    }
    return USBIdentity(vendor: vendor, product: product)
  }

  private static func format(
    _ text: String?, of identity: USBIdentity
  ) throws(Complaint) -> SwipeReportFormat {
    if let text {
      if let format = SwipeReportFormat(rawValue: text) { return format }
      let all = SwipeReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw Complaint("--format takes \(all), not “\(text)”")
    }
    switch KnownMagstripeReader(identity) {
    case .reports(let format): return format
    case .types:
      throw Complaint("\(identity) types what it reads: name its device file with --keyboard")
    case nil:
      throw Complaint("nobody knows how \(identity) reports: say so with --format")
    }
  }
}
