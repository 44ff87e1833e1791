/// In what printers differ: what a board profile says of one.
package struct PrinterProfile: Hashable, Sendable {
  /// The width of the paper.
  package enum Paper: String, Hashable, Sendable, CaseIterable {
    /// 58 mm: 384 dots.
    case narrow
    /// 80 mm: 576 dots.
    case wide

    /// Dots across the head.
    package var dots: Int {
      switch self {
      case .narrow: 384
      case .wide: 576
      }
    }

    /// Half-width characters of 12 dots to a line.
    package var columns: Int { dots / 12 }
  }

  /// What ends a slip.
  package enum Cutter: String, Hashable, Sendable, CaseIterable {
    /// A tear bar.
    case none
    /// A cutter that leaves a corner uncut.
    case partial
    /// A cutter that cuts through.
    case full
  }

  /// The width of the paper.
  package var paper: Paper
  /// What ends a slip.
  package var cutter: Cutter
  /// Whether the printer answers DLE EOT; without it a slip's proof is always weak.
  package var answersRealTime: Bool
  /// Whether Chinese has to be switched on (FS &): so it is on printers not made for China.
  package var bracketsChinese: Bool
  /// Bytes that are sent before the printer is asked again; at most half its buffer.
  package var chunkBytes: Int
  /// How fast it prints, in lines of dots; 8 of them are a millimetre.
  package var dotLinesPerSecond: Int
  /// How long an answer in real time may take.
  package var answerPatience: Duration
  /// How long a report on what was printed may take beyond the time of printing it.
  package var reportPatience: Duration
  /// How long to wait before asking again whether the head has cooled down.
  package var coolingInterval: Duration

  /// A printer as most are; everything can be set afterwards.
  package init(paper: Paper = .narrow) {
    self.paper = paper
    cutter = .partial
    answersRealTime = true
    bracketsChinese = true
    chunkBytes = 1024
    dotLinesPerSecond = 400
    answerPatience = .seconds(1)
    reportPatience = .seconds(3)
    coolingInterval = .seconds(3)
  }
}
