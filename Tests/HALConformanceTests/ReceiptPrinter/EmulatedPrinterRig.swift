import EventLoop
import HAL
import HALConformance
import MockDevices
import ThermalPrinter
import USBHost

/// The real driver, with an emulated printer at the far end of a cable.
final class EmulatedPrinterRig: ReceiptPrinterRig {
  private let loop: EventLoop
  private let device: EmulatedPrinter
  private let cable: any PrinterCable
  private let driver: ESCPOSPrinter
  let knowledge = ConformanceKnowledge()

  init(
    _ device: EmulatedPrinter, cable: any PrinterCable, status: PrinterProfile.StatusLevel,
    patience: Duration, loop: EventLoop
  ) {
    self.loop = loop
    self.device = device
    self.cable = cable
    var profile = PrinterProfile()
    profile.status = status
    profile.millimetresPerSecond = 100_000
    profile.answerPatience = patience
    profile.reportPatience = patience
    profile.coolingInterval = .milliseconds(20)
    var host: USBHost?
    driver = ESCPOSPrinter(
      name: DeviceName("printer"), at: cable.address, profile: profile, loop: loop,
      usb: { () throws(USBError) in
        if let host { return host }
        let made = try USBHost(loop: loop)
        host = made
        return made
      })
  }

  var printer: any ReceiptPrinter { driver }
  var clock: any DeviceClock { loop }

  /// Closes the driver's way and the printer's, and waits until both are closed.
  func close() async {
    driver.close()
    try? cable.unplug()
    // libusb gives an interface back on a thread of its own.
    await loop.sleep(for: .milliseconds(300))
  }

  func slips() -> [ConformanceSlip] {
    device.slips.map { ConformanceSlip(lines: $0.textLines, isComplete: $0.isComplete) }
  }

  func takePaper() { device.removePaper() }
  func loadPaper() { device.loadPaper() }
  func setPaperLow() { device.isPaperLow = true }
  func setCover(isOpen: Bool) { device.isCoverOpen = isOpen }
  func setHead(isHot: Bool) { device.isOverheated = isHot }
  func jamNextCut() { device.jamsAtNextCut = true }
  func clearFault() { device.clearFault() }
  func unplug() throws { try cable.unplug() }

  func plug() async throws {
    if try cable.plug() { await loop.sleep(for: cable.plugTime) }
  }

  func cyclePower() {
    device.switchOff()
    device.switchOn()
  }

  func afterLines(_ count: Int, _ hand: ConformanceHand) {
    var left = count
    device.onLine = { [weak self] _ in
      left -= 1
      if left == 0 { self?.act(hand) }
    }
  }

  private func act(_ hand: ConformanceHand) {
    switch hand {
    case .endPaper: device.removePaper()
    case .openCover: device.isCoverOpen = true
    case .heatHead:
      device.isOverheated = true
      loop.setTimer(after: .milliseconds(200)) { [device] in device.isOverheated = false }
    case .jam: device.fault = .jam
    case .dropPower:
      device.switchOff()
      loop.setTimer(after: .milliseconds(100)) { [device] in device.switchOn() }
    case .unplug:
      // Not from within its own delivery of bytes.
      loop.setTimer(after: .zero) { [cable] in try? cable.unplug() }
    }
  }
}
