import Foundation
import HAL
import Testing

@testable import Bench

@Suite struct PanelRequestTests {
  private func action(_ json: String) -> BenchAction? {
    (try? JSONDecoder().decode(PanelRequest.self, from: Data(json.utf8)))?.benchAction
  }

  @Test func `what the page says becomes an action`() {
    #expect(action(#"{"action":"press","key":"5"}"#) == .press([.digit(5)]))
    #expect(action(#"{"action":"press","key":"enter"}"#) == .press([.enter]))
    #expect(action(#"{"action":"cut-power","point":"after-send"}"#) == .cutPower(.afterSend))
    #expect(
      action(#"{"action":"swipe-card","card":"x"}"#) == .swipeCard(CardIdentifier("x")))
    #expect(action(#"{"action":"tear-network"}"#) == .tearNetwork)
    #expect(action(#"{"action":"fault-center","fault":"none"}"#) == .faultCenter(nil))
  }

  @Test(arguments: [
    #"{"action":"dance"}"#, #"{"action":"press"}"#, #"{"action":"press","key":"55"}"#,
    #"{"action":"press","key":"x"}"#, #"{"action":"cut-power","point":"never"}"#,
    #"{"action":"fault-center","fault":"x"}"#, #"{"action":"insert-card"}"#, "{}", "[]", "",
  ])
  func `nonsense from a page becomes nothing`(json: String) { #expect(action(json) == nil) }

  @Test func `every key of the page is a key of the terminal`() throws {
    let page = String(decoding: PackageResources.panel_html, as: UTF8.self)
    let names = page.matches(of: /data-key="([a-z0-9]+)"/).map { String($0.output.1) }
    #expect(names.count == 17)
    for name in names { #expect(Key(panelName: name) != nil, "\(name)") }
  }
}
