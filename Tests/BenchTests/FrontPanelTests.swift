import Bench
import Foundation
import Testing

/// The front panel in a real browser, against the real firmware.
///
/// `LIANJI_SCREENSHOTS` names a folder for the pictures.
@Suite(.enabled(if: Chromium.program != nil, "needs Chromium"), .serialized)
struct FrontPanelTests {
  private let pictures = ProcessInfo.processInfo.environment["LIANJI_SCREENSHOTS"]

  private func withPanel(
    port: UInt16, _ body: (Chromium) async throws -> Void
  ) async throws {
    let folder = NSTemporaryDirectory() + "panel-\(UInt32.random(in: 0...UInt32.max))"
    let world = try await BenchWorld.open(
      BenchConfiguration(
        profile: BuiltProducts.profile, overrides: ["bench.directory=\(folder)"],
        terminalProgram: BuiltProducts.terminalProgram, centerPort: 0))
    let server = FrontPanelServer(world: world, port: port)
    let (ready, continuation) = AsyncStream.makeStream(of: Void.self)
    let serving = Task {
      defer { continuation.finish() }
      try await server.run { continuation.yield() }
    }
    for await _ in ready { break }
    let browser = try Chromium()
    do {
      try browser.open(server.address)
      try await body(browser)
    } catch {
      try? picture(browser, "failure-\(port)")
      Issue.record(error)
    }
    serving.cancel()
    await world.close()
    try? FileManager.default.removeItem(atPath: folder)
  }

  private func picture(_ browser: Chromium, _ name: String) throws {
    guard let pictures else { return }
    try FileManager.default.createDirectory(atPath: pictures, withIntermediateDirectories: true)
    try browser.screenshot(to: "\(pictures)/\(name).png")
  }

  private func screenSays(_ text: String) -> String {
    "document.getElementById('screen').textContent.includes('\(text)')"
  }

  @Test func `a sale by keyboard alone, from power-on to both copies`() async throws {
    try await withPanel(port: 18_583) { browser in
      try browser.resize(width: 1280, height: 800)
      try await browser.wait(until: "!!state && !state.isPowered")
      try picture(browser, "desktop-off")
      try browser.press("p")
      try await browser.wait(until: screenSays("可交易"))
      try picture(browser, "desktop-ready")
      try browser.type("12345")
      try await browser.wait(until: screenSays("123.45"))
      try browser.press("Enter")
      try await browser.wait(until: screenSays("请插卡或刷卡"))
      try browser.press("i")
      try await browser.wait(until: screenSays("请输入密码"))
      try browser.type("1234")
      try await browser.wait(until: screenSays("****"))
      try picture(browser, "desktop-pin")
      try browser.type("56")
      try browser.press("Enter")
      try await browser.wait(until: screenSays("请取走卡片"))
      try picture(browser, "desktop-remove-card")
      try browser.press("i")
      try await browser.wait(until: screenSays("请撕下签购单"))
      try browser.press("Enter")
      try await browser.wait(until: "document.querySelectorAll('.slip img').length === 2")
      try await browser.wait(
        until: "[...document.querySelectorAll('.slip img')].every((i) => i.naturalWidth > 300)")
      try await browser.wait(
        until: "document.getElementById('books-verdict').textContent === '一致'")
      try await Task.sleep(for: .seconds(2))  // the paper has come out
      try picture(browser, "desktop-sold")
      #expect(
        try browser.evaluate("document.documentElement.scrollWidth <= innerWidth") as? Bool == true)
    }
  }

  @Test func `a swiped sale, a cut of the power and a start by buttons on a phone`() async throws {
    try await withPanel(port: 18_584) { browser in
      try browser.resize(width: 390, height: 844, isMobile: true)
      try await browser.wait(until: "!!state")
      try browser.click("#power")
      try await browser.wait(until: screenSays("可交易"))
      for key in ["2", "0", "0", "0", "enter"] { try browser.click("[data-key='\(key)']") }
      try await browser.wait(until: screenSays("请插卡或刷卡"))
      try browser.click("[data-show='cards']")
      try browser.click(".card[aria-label*='Stripe debit card']")
      try picture(browser, "phone-cards")
      try browser.click("#swipe")
      try await browser.wait(until: screenSays("请输入密码"))
      for key in "123456" { try browser.click("[data-key='\(key)']") }
      try browser.click("[data-key='enter']")
      try await browser.wait(until: screenSays("请撕下签购单"))
      try await Task.sleep(for: .seconds(2))  // the paper has come out
      try picture(browser, "phone-device")
      try browser.click("[data-show='slips']")
      try await browser.wait(
        until: "[...document.querySelectorAll('.slip img')].some((i) => i.naturalWidth > 300)")
      try picture(browser, "phone-slips")
      try browser.click("[data-show='books']")
      try picture(browser, "phone-books")
      try browser.click("[data-show='world']")
      try browser.click("#network")
      try await browser.wait(until: "!state.isNetworkUp")
      try picture(browser, "phone-world")
      try browser.click("#network")
      try browser.click("#power")
      try await browser.wait(until: "!state.isPowered")
      try browser.click("#power")
      try await browser.wait(until: "state.isPowered")
      try browser.click("[data-show='device']")
      try await browser.wait(until: screenSays("可交易"))
      #expect(
        try browser.evaluate("document.documentElement.scrollWidth <= innerWidth") as? Bool == true)
    }
  }

  @Test func `every control has a name for who can't see it`() async throws {
    try await withPanel(port: 18_585) { browser in
      try browser.resize(width: 1280, height: 800)
      try await browser.wait(until: "!!state")
      let nameless = try browser.evaluate(
        """
        [...document.querySelectorAll('button, select')].filter((e) => !(e.textContent.trim() \
        || e.getAttribute('aria-label') || e.labels?.length)).map((e) => e.outerHTML).join()
        """)
      #expect(nameless as? String == "")
      try browser.press("?")
      try await browser.wait(until: "document.getElementById('help').open")
      try picture(browser, "desktop-keys")
    }
  }

  @Test func `other pages of the browser get no access`() async throws {
    try await withPanel(port: 18_586) { browser in
      try await browser.wait(until: "!!state")
      try browser.open("about:blank")
      let result = try browser.evaluate(
        """
        new Promise((done) => { const s = new WebSocket('ws://127.0.0.1:18586/panel'); \
        s.onopen = () => done('open'); s.onerror = () => done('refused'); })
        """)
      #expect(result as? String == "refused")
    }
  }

  @Test func `a port in use is named`() async throws {
    try await withPanel(port: 18_587) { _ in
      let folder = NSTemporaryDirectory() + "panel-second"
      let world = try await BenchWorld.open(
        BenchConfiguration(
          profile: BuiltProducts.profile, overrides: ["bench.directory=\(folder)"],
          terminalProgram: BuiltProducts.terminalProgram, centerPort: 0))
      let second = FrontPanelServer(world: world, port: 18_587)
      await #expect(throws: BenchProblem.self) { try await second.run {} }
      await world.close()
      try? FileManager.default.removeItem(atPath: folder)
    }
  }
}
