import EmulatedPorts
import EventLoop
import Glibc
import HAL
import MockDevices
import ThermalPrinter

/// The way of a slip from a document to the paper.
enum WholeSlip {
  /// Prints a document by the real driver on a pseudo terminal.
  static func printed(
    _ document: PrintDocument, _ profile: PrinterProfile, model: EmulatedPrinterModel? = nil
  ) -> [EmulatedSlip] {
    EventLoop.run { loop in
      let printer = EmulatedPrinter(model ?? EmulatedPrinterModel(dots: profile.dots))
      guard let line = try? PseudoTerminal(printer, loop: loop) else { return [] }
      let driver = ESCPOSPrinter(
        name: DeviceName("printer"), at: .serial(path: line.path, baud: 9600, flow: .none),
        profile: profile, loop: loop)
      _ = try? await driver.print(
        PrintJob(PrintJobIdentifier("slip"), document), timeout: .seconds(20))
      return printer.slips
    }
  }

  /// Keeps a picture where `LIANJI_SLIPS` says.
  static func keep(_ file: [UInt8], as name: String) {
    guard let folder = getenv("LIANJI_SLIPS").map({ String(cString: $0) }),
      let stream = fopen("\(folder)/\(name).png", "wb")
    else { return }
    fwrite(file, 1, file.count, stream)
    fclose(stream)
  }
}
