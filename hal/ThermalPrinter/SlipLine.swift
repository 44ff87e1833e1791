import ESCPOS

/// The commands that make one line of dots or more; a slip may be interrupted behind each.
struct SlipLine {
  /// What the printer is told.
  var commands: [ESCPOSCommand]
  /// How far the paper moves, in rows of dots.
  var rows: Int
  /// Whether it is the cut, behind which nothing of the slip comes.
  var isCut = false

  init(_ commands: [ESCPOSCommand], rows: Int) {
    self.commands = commands
    self.rows = rows
  }
}

/// A part of a slip that is sent in one go; it ends where a line ends.
struct Chunk {
  /// What is sent.
  var bytes: [UInt8] = []
  /// How far the paper moves for it, in rows of dots.
  var rows = 0
  /// Whether it is the cut and nothing else.
  var isCut = false
}
