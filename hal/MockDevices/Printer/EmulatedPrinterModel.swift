/// How an emulated printer is built: what it can do, and what it tells.
package struct EmulatedPrinterModel: Hashable, Sendable {
  /// The characters of its own font.
  package enum Font: Hashable, Sendable {
    /// ASCII.
    case ascii
    /// ASCII and GBK, two bytes a character.
    case gbk
    /// ASCII and GB 18030, two or four bytes a character.
    case gb18030
  }

  /// Dots across the head: 384 on 58 mm of paper, 576 on 80 mm.
  package var dots = 384
  /// The characters of its own font.
  package var font = Font.gb18030
  /// Whether bytes from 80 on are Chinese without FS &.
  package var startsInChinese = true
  /// Whether it draws QR codes and bar codes; else it passes over the commands.
  package var drawsCodes = true
  /// Bytes that it keeps until they are printed; what comes on top is lost.
  package var bufferBytes = 65_536
  /// Whether it has its line stop when the buffer is full, so that nothing is lost.
  package var stopsSender = false
  /// Rows of dots that it prints in a second; nil prints at once.
  package var rowsPerSecond: Int?
  /// Whether it answers DLE EOT.
  package var answersRealTime = true
  /// Whether it answers GS r.
  package var answersSensorReports = true
  /// Whether it knows GS a.
  package var reportsAutomatically = true
  /// Whether it says nothing at all while its cover is open.
  package var isSilentWhenCoverOpen = false
  /// Whether it says that all is well whatever happens.
  package var lies = false

  /// A printer that can do and tells everything.
  package init(dots: Int = 384) { self.dots = dots }

  /// A cheap one that prints what comes and tells nothing.
  package static var mute: EmulatedPrinterModel {
    var model = EmulatedPrinterModel()
    model.answersRealTime = false
    model.answersSensorReports = false
    model.reportsAutomatically = false
    return model
  }
}
