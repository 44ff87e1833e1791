import ATCommands
import EventLoop
import HAL

// The questions of one status, what it can't do without first.
extension SerialModem {
  /// How long answers hold that the modem corrects by itself.
  private static let roundLifetime = Duration.seconds(60)

  func gather(
    from channel: ATChannel, until deadline: Duration
  ) async throws(ModemError) -> StatusAnswers {
    var answers = StatusAnswers(sim: try await channel.ask(.simState, until: deadline))
    if answers.mayHaveICCID { answers.iccid = try await iccid(from: channel, until: deadline) }
    if var round = memory.round, loop.uptime - round.at < Self.roundLifetime, answers.isSIMReady,
      answers.iccid != nil, answers.iccid == round.answers.iccid
    {
      // The rest comes unasked when it changes: an idle terminal need not wake its modem for it.
      round.answers.signal = try await optional(.signalQuality, of: channel, until: deadline)
      return round.answers
    }
    let (start, news) = (loop.uptime, newsCount)
    try await unlock(&answers, channel, until: deadline)
    for domain in family.domains {
      let answer = try await channel.ask(.registration(domain), until: deadline)
      answers.registrations.append((domain, answer))
    }
    answers.signal = try await optional(.signalQuality, of: channel, until: deadline)
    answers.extendedSignal = try await optional(
      .extendedSignalQuality, of: channel, until: deadline)
    answers.functionality = try await optional(.functionality, of: channel, until: deadline)
    if answers.isSIMReady { try await gatherNetwork(&answers, channel, until: deadline) }
    try await gatherIdentity(&answers, channel, until: deadline)
    // News in between may be of what had been asked already.
    if answers.isSettled, news == newsCount { memory.round = (answers, start) }
    return answers
  }

  /// Reads the tries left of a locked SIM, and opens it where that is allowed.
  private func unlock(
    _ answers: inout StatusAnswers, _ channel: ATChannel, until deadline: Duration
  ) async throws(ModemError) {
    guard answers.isSIMLocked else { return }
    for query in family.tries {
      let answer = try await optional(query.command, of: channel, until: deadline)
      answers.tries = answer.flatMap(query.tries)
      if answers.tries != nil { break }
    }
    guard answers.isPINRequired else { return }
    let state = try await enterPIN(
      iccid: answers.iccid, triesLeft: answers.tries?.pin, into: channel, until: deadline)
    guard let state else { return }
    answers.sim = state
    // What was left before the attempt is not what is left after it.
    answers.tries = nil
  }

  private func gatherNetwork(
    _ answers: inout StatusAnswers, _ channel: ATChannel, until deadline: Duration
  ) async throws(ModemError) {
    answers.attachment = try await optional(.packetAttachment, of: channel, until: deadline)
    answers.networkOperator = try await optional(.networkOperator, of: channel, until: deadline)
    answers.contexts = try await contexts(of: channel, until: deadline)
    answers.activity = try await optional(.activeContexts, of: channel, until: deadline)
    let address = ATCommand.address(ofContext: options.context)
    answers.address = try await optional(address, of: channel, until: deadline)
    if let iccid = answers.iccid, memory.subscriber?.iccid != iccid {
      let answer = try await optional(.imsi, of: channel, until: deadline)
      let imsi = answer?.information.compactMap { IMSI(line: $0)?.text }.last
      memory.subscriber = imsi.map { (iccid, SubscriberNumber(digits: $0)) }
    }
    if let name = answers.operatorName, memory.network?.name != name {
      let number = try await operatorNumber(from: channel, until: deadline)
      memory.network = number.map { (name, $0) }
    }
  }

  /// The packet data contexts; the profile's access point is set where another one stands.
  private func contexts(
    of channel: ATChannel, until deadline: Duration
  ) async throws(ModemError) -> ATAnswer? {
    let answer = try await optional(.packetContexts, of: channel, until: deadline)
    guard let wanted = options.accessPoint, let answer, answer.result == .ok else { return answer }
    let present = answer.value {
      PacketContext.accessPoint(ofContext: self.options.context, in: $0)
    }
    guard present?.lowercased() != wanted.lowercased(),
      let command = ATCommand.setAccessPoint(wanted, ofContext: options.context)
    else { return answer }
    _ = try await optional(command, of: channel, until: deadline)
    return try await optional(.packetContexts, of: channel, until: deadline)
  }

  private func operatorNumber(
    from channel: ATChannel, until deadline: Duration
  ) async throws(ModemError) -> String? {
    _ = try await optional(.operatorAsNumber, of: channel, until: deadline)
    let answer = try await optional(.networkOperator, of: channel, until: deadline)
    // Without the way back, the next settings set it right.
    let restored = try await optional(.operatorAsName, of: channel, until: deadline)
    if restored?.result != .ok { channel.isPrepared = false }
    return answer?.value(OperatorSelection.init)?.number
  }

  private func gatherIdentity(
    _ answers: inout StatusAnswers, _ channel: ATChannel, until deadline: Duration
  ) async throws(ModemError) {
    if memory.imei == nil {
      let answer = try await optional(.imei, of: channel, until: deadline)
      memory.imei = answer?.information.compactMap { IMEI(line: $0)?.text }.last
    }
    if memory.model == nil {
      let maker = try await text(.manufacturer, of: channel, until: deadline)
      let model = try await text(.model, of: channel, until: deadline)
      let words = [maker, model].compactMap(\.self)
      memory.model = words.isEmpty ? nil : words.joined(separator: " ")
      memory.revision = try await text(.revision, of: channel, until: deadline)
    }
  }

  private func text(
    _ command: ATCommand, of channel: ATChannel, until deadline: Duration
  ) async throws(ModemError) -> String? {
    guard let answer = try await optional(command, of: channel, until: deadline),
      answer.result == .ok, let line = answer.information.first
    else { return nil }
    // `+CGMM: SIM800` and `SIM800` are the same word.
    return InformationLine(line).flatMap { $0.name.hasPrefix("+") ? $0.text(0) : nil } ?? line
  }

  private func iccid(
    from channel: ATChannel, until deadline: Duration
  ) async throws(ModemError) -> String? {
    for command in family.iccidQueries + [.iccidFile] {
      let answer = try await optional(command, of: channel, until: deadline)
      let iccid = answer?.information.compactMap { ICCID(line: $0)?.text }.last
      if let iccid { return iccid }
    }
    return nil
  }

  /// Asks what the status can do without; nil when the modem does not know the command, or no
  /// answer comes in time.
  private func optional(
    _ command: ATCommand, of channel: ATChannel, until deadline: Duration
  ) async throws(ModemError) -> ATAnswer? {
    if memory.unknown.contains(command) { return nil }
    do throws(ModemError) {
      try await channel.synchronise(until: deadline)
      let answer = try await channel.ask(command, until: deadline)
      switch answer.result {
      case .notSupported, .equipmentError(.notSupported): memory.unknown.insert(command)
      default: break
      }
      return answer
    } catch .timedOut {
      return nil
    }
  }

  /// What the answers mean together; nil when the modem said nothing of its SIM that makes sense.
  func status(of answers: StatusAnswers) -> ModemStatus? {
    guard var status = answers.status(options: options) else { return nil }
    for (domain, answer) in answers.registrations {
      guard let registration = answer.value(NetworkRegistration.init(answer:)) else { continue }
      changes.expect(registration, of: domain)
    }
    status.imei = memory.imei
    status.model = memory.model
    status.revision = memory.revision
    if let subscriber = memory.subscriber, subscriber.iccid == status.iccid {
      status.imsi = subscriber.imsi
    }
    if let network = memory.network, network.name == status.networkOperator {
      status.operatorNumber = network.number
    }
    return status
  }
}
