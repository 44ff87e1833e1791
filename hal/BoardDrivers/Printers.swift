import BoardProfile
import DotGraphics
import ESCPOS
import EventLoop
package import HAL
import RegularFile
import ThermalPrinter
import USBHost

extension BoardDrivers {
  /// The printer; nil when the board has none.
  package func printer() throws(DriverMistake) -> (any ReceiptPrinter)? {
    guard let settings = devices.printer else { return nil }
    return ESCPOSPrinter(
      name: DeviceName("printer"), at: PrinterAddress(settings.transport),
      profile: try PrinterProfile(settings) { mistake throws(DriverMistake) in
        try excuse(mistake, settings.criticality)
      }, loop: loop,
      usb: { [self] () throws(USBError) in try sharedUSBHost() })
  }
}

extension PrinterAddress {
  fileprivate init(_ transport: PrinterTransport) {
    switch transport {
    case .serial(let path, let baud, let flow):
      self = .serial(path: path, baud: baud, flow: SerialPort.FlowControl(flow))
    case .usbLine(let path): self = .usbLine(path: path)
    case .usb(let identity): self = .usb(USBDeviceMatch(identity))
    case .network(let host, let port): self = .tcp(host: host, port: port)
    }
  }
}

extension SerialPort.FlowControl {
  fileprivate init(_ flow: PrinterTransport.FlowControl) {
    self =
      switch flow {
      case .none: .none
      case .xonXoff: .xonXoff
      case .rtsCTS: .rtsCTS
      case .dtrDSR: .dtrDSR
      }
  }
}

extension PrinterProfile {
  /// What the settings say, and the files that they name.
  ///
  /// Without its logo the printer prints no logo, and without its font question marks: whoever can
  /// live with that excuses it by returning from `judge`.
  fileprivate init(
    _ settings: PrinterSettings, judge: (DriverMistake) throws(DriverMistake) -> Void
  ) throws(DriverMistake) {
    self.init(dots: settings.widthDots)
    columns = settings.columns
    cutter =
      switch settings.cutter {
      case .none: .none
      case .partial: .partial
      case .full: .full
      }
    font =
      switch settings.font {
      case .ascii: .ascii
      case .gbk: .gbk
      case .gb18030: .gb18030
      }
    chineseMode =
      switch settings.chineseMode {
      case .alwaysOn: .alwaysOn
      case .perSlip: .perSlip
      case .perLine: .perLine
      }
    status =
      switch settings.status {
      case .none: .none
      case .port: .port
      case .realTime: .realTime
      case .automatic: .automatic
      }
    drawerPin =
      switch settings.drawer {
      case .none: nil
      case .pin2: 0
      case .pin5: 1
      }
    drawsCodes = settings.codes == .printer
    density = settings.density
    bandRows = settings.bandRows
    bufferBytes = settings.bufferBytes
    millimetresPerSecond = settings.millimetresPerSecond
    do throws(DriverMistake) { ownFont = try Self.font(settings.ownFont) } catch {
      try judge(error)
    }
    do throws(DriverMistake) {
      logo = try settings.logo.map { path throws(DriverMistake) in try Self.logo(path, dots: dots) }
    } catch {
      try judge(error)
    }
  }

  private static func font(_ font: PrinterSettings.OwnFont) throws(DriverMistake) -> FontFile? {
    do throws(DotGraphicsError) {
      switch font {
      case .none: return nil
      case .usual: return try FontFile.first()
      case .file(let path, let face):
        let font = FontFile(path: path, face: face)
        _ = try GlyphFace(font)
        return font
      }
    } catch {
      throw DriverMistake("devices.printer.own-font: \(error)")
    }
  }

  private static func logo(_ path: String, dots: Int) throws(DriverMistake) -> DotImage {
    let key = "devices.printer.logo"
    let file: [UInt8]
    do throws(RegularFile.Failure) {
      file = try RegularFile.read(
        path, limit: PortableBitmap.edgeLimit * PortableBitmap.edgeLimit)
    } catch {
      throw DriverMistake("\(key): \(path) can't be read: \(error)")
    }
    let image: DotImage
    do throws(PortableBitmap.Failure) {
      image = try PortableBitmap.image(file)
    } catch {
      throw DriverMistake("\(key): \(path) is no picture of the kind PBM (\(error))")
    }
    guard image.width <= dots else {
      throw DriverMistake("\(key): \(path) is \(image.width) dots wide, the head \(dots)")
    }
    return image
  }
}
