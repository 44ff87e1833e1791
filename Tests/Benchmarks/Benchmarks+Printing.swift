import DotGraphics
import EventLoop
import HAL
import ThermalPrinter

extension Benchmarks {
  /// A metre of slip through the driver, over a pseudo terminal to a printer that takes no time.
  static func printing(matching isWanted: (String) -> Bool) throws {
    var own = PrinterProfile()
    own.font = .ascii
    own.ownFont = try FontFile.first()
    for (name, profile) in [("the printer's font", PrinterProfile()), ("our font, as dots", own)] {
      let names = (
        cpu: "printing: 1 m, \(name), CPU", first: "printing: 1 m, \(name), first byte"
      )
      if !isWanted(names.cpu) { continue }
      var runs: [PrintedMetre.Cost] = []
      for _ in 0..<8 { runs.append(try PrintedMetre(profile).print()) }
      let measured = runs.dropFirst()  // the first one opens the font
      report(names.cpu, measured.map(\.processor), limit: .milliseconds(20))
      report(names.first, measured.map(\.firstByte), limit: .milliseconds(5))
    }
  }

  private static func report(_ name: String, _ times: [Duration], limit: Duration) {
    let sorted = times.sorted()
    print(
      Benchmark.row(name, minimum: sorted[0], median: sorted[sorted.count / 2], limit: limit))
  }
}
