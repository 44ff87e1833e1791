import HAL

/// Lays a screen out for a panel.
///
/// The status line stays on top of every page: it says whether anything may be believed. When the
/// rest has no room, first the text becomes smaller, then the hint goes, then the title. What still
/// does not fit is put on several pages, for the display to turn.
struct PanelTypesetter {
  /// What is given up for want of room.
  private enum Economy: Int, CaseIterable, Comparable {
    case none
    case smallerText
    case noHint
    case noTitle

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// Rows that one line of a screen may take.
  private static let rowLimit = 4

  let metrics: PanelMetrics
  /// The dots that a text takes in a size.
  let width: (String, Int) -> Int

  /// At least one page.
  func pages(of content: DisplayContent) -> [PanelPage] {
    var page = PanelPage(lines: [])
    for economy in Economy.allCases {
      page = self.page(of: content, economy)
      if height(of: page) <= metrics.height { return [page] }
    }
    return split(page)
  }

  private func page(of content: DisplayContent, _ economy: Economy) -> PanelPage {
    PanelPage(
      status: band(content.status.text, Self.statusInk(content.status.style), metrics.status),
      title: economy < .noTitle ? band(content.title, .title, metrics.title) : nil,
      lines: rows(of: content.lines, economy),
      hint: economy < .noHint ? band(content.hint, .hint, metrics.hint) : nil)
  }

  /// A line across the panel, a little smaller where it is too long; nil for an empty one.
  private func band(_ text: String, _ ink: PanelInk, _ best: Int) -> PanelPage.Row? {
    if text.isEmpty { return nil }
    let sizes = metrics.isDense ? [best] : [best, best * 7 / 8, best * 3 / 4]
    let size = sizes.first { width(text, $0) <= metrics.textWidth } ?? best
    let fitting = breaker(size).shortened(text, room: metrics.textWidth)
    return PanelPage.Row(text: fitting, ink: ink, size: size, alignment: .center)
  }

  private func rows(of lines: [DisplayContent.Line], _ economy: Economy) -> [[PanelPage.Row]] {
    let isList = lines.count > 2 && lines.allSatisfy { $0.style == .body }
    return lines.map { line in
      let sizes = sizes(of: line.style, economy)
      // What needs several rows anyway has the better one.
      let size =
        sizes.first { width(line.text, $0) <= metrics.textWidth } ?? sizes.max()
      guard let size else { return [] }
      return breaker(size).lines(
        of: line.text, room: metrics.textWidth, limit: isList ? 1 : Self.rowLimit
      ).map {
        PanelPage.Row(
          text: $0, ink: Self.ink(line.style), size: size, alignment: isList ? .left : .center)
      }
    }
  }

  /// The sizes to try, the best one first.
  private func sizes(of style: DisplayContent.Style, _ economy: Economy) -> [Int] {
    switch style {
    case .large, .entry:
      economy < .smallerText
        ? [metrics.large, (metrics.large + metrics.body) / 2, metrics.body, metrics.tightBody]
        : [metrics.tightBody]
    case .small: [metrics.small]
    case .body, .success, .failure, .warning:
      economy < .smallerText ? [metrics.body, metrics.tightBody] : [metrics.tightBody]
    }
  }

  private func breaker(_ size: Int) -> LineBreaker { LineBreaker { width($0, size) } }

  private func height(of page: PanelPage) -> Int {
    ([page.status, page.title, page.hint].compactMap(\.self) + page.lines.joined())
      .reduce(0) { $0 + metrics.rowHeight($1.size) }
  }

  /// As many lines a page as there is room for; one that is too high itself is cut off.
  private func split(_ page: PanelPage) -> [PanelPage] {
    var pages: [PanelPage] = []
    var current = page
    current.lines = []
    for line in page.lines {
      var longer = current
      longer.lines.append(line)
      if height(of: longer) > metrics.height, !current.lines.isEmpty {
        pages.append(current)
        longer.lines = [line]
      }
      current = longer
    }
    return pages + [current]
  }

  private static func ink(_ style: DisplayContent.Style) -> PanelInk {
    switch style {
    case .body: .page
    case .large: .large
    case .small: .small
    case .success: .success
    case .failure: .failure
    case .warning: .warning
    case .entry: .entry
    }
  }

  private static func statusInk(_ style: DisplayContent.Style) -> PanelInk {
    switch style {
    case .success: .goodStatus
    case .warning: .doubtfulStatus
    case .failure: .badStatus
    case .body, .large, .small, .entry: .plainStatus
    }
  }
}
