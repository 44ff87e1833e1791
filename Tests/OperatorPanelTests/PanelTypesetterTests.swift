import HAL
import PaymentTypes
import Testing

@testable import OperatorPanel

@Suite struct PanelTypesetterTests {
  private func rows(_ page: PanelPage) -> [PanelPage.Row] {
    [page.status, page.title, page.hint].compactMap(\.self) + page.lines.joined()
  }

  @Test(arguments: PanelKind.allCases, OperatorLanguage.allCases)
  func `every screen fits, with its status line on each page`(
    kind: PanelKind, language: OperatorLanguage
  ) throws {
    let painter = try kind.painter()
    for content in TerminalScreens.all(language) {
      for page in painter.pages(of: content) {
        let height = rows(page).reduce(0) { $0 + painter.metrics.rowHeight($1.size) }
        #expect(height <= kind.size.height, "\(content.identifier): \(height) dots high")
        #expect(page.status != nil)
        for row in rows(page) {
          #expect(painter.width(of: row) <= kind.size.width, "“\(row.text)”")
        }
      }
    }
  }

  @Test(arguments: PanelKind.allCases, OperatorLanguage.allCases)
  func `no word of a line is lost on any page of a panel`(
    kind: PanelKind, language: OperatorLanguage
  ) throws {
    let painter = try kind.painter()
    for content in TerminalScreens.all(language) where content.identifier != "choose-application" {
      let shown = painter.pages(of: content).flatMap(\.lines).joined().map(\.text).joined()
      let wanted = content.lines.map(\.text).joined()
      #expect(
        shown.filter { $0 != " " } == wanted.filter { $0 != " " }, "\(content.identifier)")
    }
  }

  @Test(arguments: [PanelKind.colour320x240, .colour480x272, .colour480x800, .colour720x1280])
  func `a panel in colour shows every screen at once, title and hint in full`(
    kind: PanelKind
  ) throws {
    let painter = try kind.painter()
    for language in OperatorLanguage.allCases {
      for content in TerminalScreens.all(language) {
        let pages = painter.pages(of: content)
        #expect(pages.count == 1)
        #expect(pages[0].title?.text == content.title)
        #expect((pages[0].hint?.text ?? "") == content.hint)
        #expect(pages[0].status?.text == content.status.text)
      }
    }
  }

  @Test func `a line that is a failure looks like one`() throws {
    let painter = try PanelKind.colour320x240.painter()
    let content = DisplayContent(
      identifier: "x", status: .init("未就绪", .failure), title: "提示",
      lines: DisplayContent.Style.allCases.map { .init("8", $0) }, hint: "红键返回")
    let page = try #require(painter.pages(of: content).first)
    #expect(page.status?.ink == .badStatus)
    #expect(
      page.lines.joined().map(\.ink) == [
        .page, .large, .small, .success, .failure, .warning, .entry,
      ])
  }

  @Test func `a list of more than a page is turned over, item by item`() throws {
    let painter = try PanelKind.mono128x64.painter()
    let content = DisplayContent(
      identifier: "menu", status: .init("可交易", .success), title: "菜单",
      lines: (1...7).map { .init("\($0) 消费") }, hint: "按数字选择")
    let pages = painter.pages(of: content)
    #expect(pages.map { $0.lines.count } == [3, 3, 1])
    #expect(pages.flatMap(\.lines).joined().allSatisfy { $0.alignment == .left })
  }
}
