import FlyingFox
import Foundation

/// One browser: it gets the state whenever it changes, and says what its person does.
///
/// On the wire: JSON texts. To the browser `{"state": …}` and `{"problem": "…"}`; from it
/// `{"action": "press", "key": "5"}`, as `PanelRequest` has them.
struct PanelConversation: WSMessageHandler {
  let world: BenchWorld

  func makeMessages(
    for client: AsyncStream<WSMessage>
  ) async throws -> AsyncStream<WSMessage> {
    let (messages, continuation) = AsyncStream.makeStream(of: WSMessage.self)
    let changes = await world.changes()
    let showing = Task {
      for await _ in changes {
        if let text = Self.text(of: Update(state: await world.panelState())) {
          continuation.yield(.text(text))
        }
      }
      continuation.finish()
    }
    let listening = Task {
      for await message in client {
        guard case .text(let text) = message, let problem = await obey(text) else { continue }
        if let text = Self.text(of: Update(problem: problem)) { continuation.yield(.text(text)) }
      }
      continuation.finish()
    }
    continuation.onTermination = { _ in
      showing.cancel()
      listening.cancel()
    }
    return messages
  }

  private struct Update: Encodable {
    var state: PanelState?
    var problem: String?
  }

  private static func text(of update: Update) -> String? {
    (try? JSONEncoder().encode(update)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Does what the browser says, and gives the words for its person when that can't be done.
  private func obey(_ text: String) async -> String? {
    guard let request = try? JSONDecoder().decode(PanelRequest.self, from: Data(text.utf8)),
      let action = request.benchAction
    else { return "The page and the counter are of different versions: reload the page" }
    do throws(BenchProblem) {
      // The panel has one choice: a new fault takes the place of the one before.
      if case .faultCenter = action { try await world.perform(.faultCenter(nil)) }
      try await world.perform(action)
      return nil
    } catch {
      return error.what
    }
  }
}
