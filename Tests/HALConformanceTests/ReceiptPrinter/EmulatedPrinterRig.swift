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
  let printer: any ReceiptPrinter
  let knowledge = ConformanceKnowledge()

  init(
    _ device: EmulatedPrinter, cable: any PrinterCable, status: PrinterProfile.StatusLevel,
    loop: EventLoop
  ) {
    self.loop = loop
    self.device = device
    self.cable = cable
    var profile = PrinterProfile()
    profile.status = status
    profile.millimetresPerSecond = 100_000
    // Long enough for a busy machine, short enough for checks that wait for silence.
    profile.answerPatience = .milliseconds(700)
    profile.reportPatience = .milliseconds(700)
    profile.coolingInterval = .milliseconds(20)
    var host: USBHost?
    printer = ESCPOSPrinter(
      name: DeviceName("printer"), at: cable.address, profile: profile, loop: loop,
      usb: { () throws(USBError) in
        if let host { return host }
        let made = try USBHost(loop: loop)
        host = made
        return made
      })
  }

  var clock: any DeviceClock { loop }

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
    try cable.plug()
    // The kernel needs a moment to tell libusb.
    await loop.sleep(for: .milliseconds(50))
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
