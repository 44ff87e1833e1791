import Foundation
import HAL
import PaymentTypes
import Testing

@testable import OperatorPanel

/// Every screen of the terminal on every kind of panel.
///
/// `LIANJI_SCREENSHOTS` names a folder for the pictures.
@Suite struct ScreenPictureTests {
  private let folder = ProcessInfo.processInfo.environment["LIANJI_SCREENSHOTS"]

  @Test(arguments: PanelKind.allCases, OperatorLanguage.allCases)
  func `every screen can be drawn, and looked at`(
    kind: PanelKind, language: OperatorLanguage
  ) throws {
    let painter = try kind.painter()
    let pictures = TerminalScreens.all(language).flatMap { content in
      painter.pages(of: content).map(painter.picture(of:))
    }
    #expect(pictures.count >= TerminalScreens.all(language).count)
    guard let folder else { return }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let name = "panel-\(kind.size.width)x\(kind.size.height)-\(language.rawValue).png"
    try ContactSheet(pictures, columns: kind.isMono ? 8 : 6, isMono: kind.isMono)
      .write(to: folder + "/" + name)
  }
}
