import ATCommands
import Testing

@Suite struct ATConversationTests {
  private func events(
    _ command: ATCommand?, _ text: String
  ) -> (answers: [ATAnswer], unsolicited: [UnsolicitedCode]) {
    var conversation = ATConversation()
    if let command { _ = conversation.begin(command) }
    return sorted(conversation.receive(text.utf8))
  }

  private func sorted(
    _ events: [ATConversation.Event]
  ) -> (answers: [ATAnswer], unsolicited: [UnsolicitedCode]) {
    var sorted: (answers: [ATAnswer], unsolicited: [UnsolicitedCode]) = ([], [])
    for event in events {
      switch event {
      case .answered(let answer): sorted.answers.append(answer)
      case .unsolicited(let code): sorted.unsolicited.append(code)
      case .prompted: Issue.record("a prompt")
      }
    }
    return sorted
  }

  @Test func `a command ends with CR alone`() {
    var conversation = ATConversation()
    #expect(conversation.begin(.signalQuality) == Array("AT+CSQ\r".utf8))
  }

  /// Each is what some module sends for the same answer.
  @Test(arguments: [
    "\r\n+CSQ: 20,99\r\n\r\nOK\r\n",
    "AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n",
    "AT+CSQ\r+CSQ: 20,99\rOK\r",
    "\n+CSQ: 20,99\n\nOK\n",
    "\r\r\n+CSQ: 20,99\r\r\n\r\r\nOK\r\r\n",
    "\0\u{1}\r\n+C\0SQ: 20,99\r\n\r\nOK\r\n",
    "\r\n+CREG: 2\r\n\r\n+CSQ: 20,99\r\n\r\nRING\r\n\r\nOK\r\n",
    "xxAT+CSQ\r\r\n+CSQ: 20,99  \r\n\r\nOK \r\n",
    "\r\nNO CARRIER\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n",
    "\r\nOK\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n",
    "\r\n+CPIN: READY\r\n\r\nOK\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n",
  ])
  func `echo, noise, late answers and unasked lines do not change the answer`(text: String) {
    let whole = events(.signalQuality, text)
    #expect(whole.answers == [ATAnswer(information: ["+CSQ: 20,99"], result: .ok)])
    for cut in 0...text.utf8.count {
      var conversation = ATConversation()
      _ = conversation.begin(.signalQuality)
      let parts = conversation.receive(text.utf8.prefix(cut))
      let split = sorted(parts + conversation.receive(text.utf8.dropFirst(cut)))
      #expect(split.answers == whole.answers, "cut at \(cut)")
      #expect(split.unsolicited == whole.unsolicited, "cut at \(cut)")
    }
  }

  @Test func `an answer that is cut anywhere before its end is no answer`() {
    let text = "\r\n+CSQ: 20,99\r\n\r\nOK\r\n"
    // The last LF may be missing: CR has ended the line already.
    for length in 0..<(text.utf8.count - 1) {
      var conversation = ATConversation()
      _ = conversation.begin(.signalQuality)
      #expect(conversation.receive(text.utf8.prefix(length)).isEmpty)
    }
  }

  @Test func `a registration that changes while it is asked is not the answer`() {
    let text = "\r\n+CEREG: 1\r\n\r\n+CEREG: 3,2\r\n\r\nOK\r\n"
    let seen = events(.registration(.evolvedPacket), text)
    #expect(seen.answers == [ATAnswer(information: ["+CEREG: 3,2"], result: .ok)])
    guard case .registration(.evolvedPacket, let registration)? = seen.unsolicited.first else {
      Issue.record("no unsolicited registration")
      return
    }
    #expect(registration.status == .home)
  }

  @Test func `an abandoned command's answer is nobody's`() {
    var conversation = ATConversation()
    _ = conversation.begin(.simState)
    conversation.abandon()
    _ = conversation.begin(.attention)
    // The late answer's OK passes for the attention's; the error mode makes up for it.
    let late = conversation.receive("\r\n+CPIN: READY\r\n\r\nOK\r\n".utf8)
    #expect(sorted(late).answers == [ATAnswer(result: .ok)])
    _ = conversation.begin(.errorMode)
    let rest = conversation.receive("\r\nOK\r\n\r\n+CMEE: 1\r\n\r\nOK\r\n".utf8)
    #expect(sorted(rest).answers == [ATAnswer(information: ["+CMEE: 1"], result: .ok)])
  }

  @Test func `errors end a command, with their reason when the modem has one`() {
    #expect(events(.simState, "ERROR\r\n").answers == [ATAnswer(result: .error)])
    let absent = ATAnswer(result: .equipmentError(.simNotInserted))
    #expect(events(.simState, "+CME ERROR: 10\r\n").answers == [absent])
    #expect(events(.simState, "+CME ERROR: SIM not inserted\r\n").answers == [absent])
    #expect(
      events(.simState, "COMMAND NOT SUPPORT\r\n").answers == [ATAnswer(result: .notSupported)])
    #expect(
      events(.simState, "+CMS ERROR: 321\r\n").answers
        == [ATAnswer(result: .messageServiceError(code: 321))])
  }

  @Test func `a modem in numeric mode can still be set up`() {
    #expect(events(.echoOff, "0\r").answers == [ATAnswer(result: .ok, isNumeric: true)])
    #expect(
      events(.echoOff, "4\r").answers == [ATAnswer(result: .error, isNumeric: true)])
  }

  @Test func `only a call ends with a call's results`() throws {
    let dial = try #require(ATCommand("D*99#", expecting: .call))
    #expect(
      events(dial, "CONNECT 115200\r\n").answers
        == [ATAnswer(result: .connected(rate: "115200"))])
    #expect(events(dial, "NO CARRIER\r\n").answers == [ATAnswer(result: .noCarrier)])
    #expect(events(nil, "NO CARRIER\r\n").unsolicited == [.callEnded])
  }

  @Test func `endless noise keeps neither memory nor the next answer`() {
    var conversation = ATConversation()
    _ = conversation.begin(.signalQuality)
    let noise = [UInt8](repeating: 0x55, count: 3 * LineReader.lengthLimit)
    #expect(conversation.receive(noise).isEmpty)
    let seen = sorted(conversation.receive("\r\n+CSQ: 1,0\r\nOK\r\n".utf8))
    #expect(seen.answers.first?.information == ["+CSQ: 1,0"])
  }

  @Test func `a command of unprintable characters or too long is none`() {
    #expect(ATCommand("+CPIN=\"12\r34\"") == nil)
    #expect(ATCommand(String(repeating: "A", count: 79)) == nil)
  }
}
