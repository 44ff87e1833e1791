import CenterProtocol
import Connectivity
import HAL
package import ISO8583
import PaymentTypes

/// An open connection to the center, on which one request after the other is answered.
///
/// Each answer is read strictly, matched to its request and checked against its MAC; what belongs
/// to another request is dropped and never becomes a result (money rule 6).
package final class CenterConversation {
  private let session: TerminalSession
  private var assembler: FrameAssembler

  init(session: TerminalSession) {
    self.session = session
    assembler = FrameAssembler(
      maximumPayloadByteCount: session.settings.acquirer.maximumFrameByteCount)
  }

  private var link: any CenterLink { session.devices.center }
  private var profile: AcquirerProfile { session.settings.acquirer }

  /// Sends a request and waits for the answer that belongs to it.
  ///
  /// With `isAuthenticated` the request carries a MAC in element 64.
  package func exchange(
    _ draft: MessageDraft, isAuthenticated: Bool
  ) async throws(CenterFailure) -> CenterAnswer {
    let body = try await encode(draft, isAuthenticated: isAuthenticated)
    guard let request = try? Message(decoding: body, dialect: .unionPay),
      let bytes = try? CenterFrame(
        address: profile.address, header: profile.requestHeader, body: body
      ).encoded()
    else { throw .notSent(.answerUnreadable) }
    session.trace(.sent(request))
    do throws(CenterLinkError) {
      try await link.send(bytes, timeout: session.settings.answerTimeout)
    } catch {
      throw noAnswer(session.cause(of: error))
    }
    return try await answer(to: MessageDraft(request))
  }

  /// The encoded message, with its MAC when it has one.
  private func encode(
    _ draft: MessageDraft, isAuthenticated: Bool
  ) async throws(CenterFailure) -> [UInt8] {
    guard isAuthenticated else {
      guard let body = try? draft.encoded(with: .unionPay) else {
        throw .notSent(.answerUnreadable)
      }
      return body
    }
    guard let message = try? UnauthenticatedMessage(draft, dialect: .unionPay) else {
      throw .notSent(.answerUnreadable)
    }
    guard let code = await macCode(over: Array(message.coveredBytes)),
      let body = message.authenticated(by: code)
    else { throw .notSent(.masterKeyWrong) }
    return body
  }

  private func macCode(over bytes: [UInt8]) async -> [UInt8]? {
    try? await session.devices.security.messageAuthenticationCode(
      over: bytes, algorithm: MACAlgorithm(profile.macMethod))
  }

  private func answer(to request: MessageDraft) async throws(CenterFailure) -> CenterAnswer {
    let deadline = session.now + session.settings.answerTimeout
    while true {
      if let frame = try nextFrame() {
        if let answer = try await take(frame, request) { return answer }
        continue
      }
      let left = deadline - session.now
      guard left > .zero else { throw noAnswer(.centerSilent) }
      do throws(CenterLinkError) {
        assembler.append(try await link.receive(timeout: left))
      } catch {
        throw noAnswer(error == .timedOut ? .centerSilent : session.cause(of: error))
      }
    }
  }

  private func nextFrame() throws(CenterFailure) -> CenterFrame? {
    do throws(FramingError) {
      return try assembler.next()
    } catch {
      throw noAnswer(.answerUnreadable)
    }
  }

  /// Reads one frame; nil when it is somebody else's answer.
  private func take(
    _ frame: CenterFrame, _ request: MessageDraft
  ) async throws(CenterFailure) -> CenterAnswer? {
    let message: Message
    do throws(DecodingError) {
      message = try frame.message()
    } catch {
      session.trace(.unreadableAnswer(error))
      throw noAnswer(.answerUnreadable)
    }
    guard AnswerMatch(message, to: request) == .matches else {
      session.trace(.droppedForeignAnswer(message))
      return nil
    }
    session.trace(.received(message))
    let authentication = await authentication(of: message)
    session.prove { ladder, now in
      // An answer whose MAC fits proves more than that somebody answered: the keys are right.
      if authentication == .authentic {
        ladder.proveSignIn(at: now)
      } else {
        ladder.proveCenter(at: now)
      }
    }
    if authentication == .wrong {
      session.fail(.answerNotAuthentic)
      session.signInRequested = true
    }
    if frame.header.processingRequirement == .signIn { session.signInRequested = true }
    return CenterAnswer(
      message: message, requirement: frame.header.processingRequirement,
      authentication: authentication)
  }

  private func authentication(of message: Message) async -> CenterAnswer.Authentication {
    guard let received = message.bytes(of: .messageAuthenticationCode),
      let covered = message.authenticatedBytes
    else { return .absent }
    guard let expected = await macCode(over: Array(covered)) else { return .wrong }
    // All eight bytes are compared, whatever the first ones say.
    let difference = zip(expected, received).reduce(0) { $0 | ($1.0 ^ $1.1) }
    return difference == 0 && expected.count == received.count ? .authentic : .wrong
  }

  private func noAnswer(_ cause: TroubleCause) -> CenterFailure {
    link.close()
    session.trace(.connectionFailed(cause))
    session.fail(cause)
    return .noAnswer(cause)
  }
}

extension TerminalSession {
  /// Opens the way to the center, runs `body` on it alone, and closes it unless the acquirer keeps
  /// connections.
  package func withCenter<Result>(
    _ body: (CenterConversation) async throws(CenterFailure) -> Result
  ) async throws(CenterFailure) -> Result {
    try await centerTurnstile.pass { () async throws(CenterFailure) -> Result in
      try await openCenter()
      defer { if !settings.acquirer.keepsConnection { devices.center.close() } }
      return try await body(CenterConversation(session: self))
    }
  }

  private func openCenter() async throws(CenterFailure) {
    do throws(CenterLinkError) {
      try await devices.center.open(timeout: settings.connectTimeout)
    } catch {
      let cause = cause(of: error)
      trace(.connectionFailed(cause))
      fail(cause)
      throw .notConnected(cause)
    }
  }

  /// The cause behind a failed connection.
  func cause(of error: CenterLinkError) -> TroubleCause {
    TroubleCause(
      error, clockTrust: devices.clock.wallClock.trust,
      interface: devices.network.interfaceStatus())
  }
}

extension MACAlgorithm {
  /// The security module's name of an acquirer's choice.
  init(_ method: AcquirerProfile.MACMethod) {
    self =
      switch method {
      case .unionPayECB: .unionPayECB
      case .x9_9: .x9_9
      case .x9_19: .x9_19
      }
  }
}
