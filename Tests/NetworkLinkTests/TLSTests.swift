import EventLoop
import Glibc
import HAL
import RegularFile
import Testing

@testable import NetworkLink

/// Both ends of TLS on loopback, with certificates made for each test.
@Suite struct TLSTests {
  static let patient = Duration.seconds(20)
  static let brief = Duration.milliseconds(20)

  /// Lets a client open a link to a server with this certificate; gives the error of each side.
  private func open(
    _ server: Certificates.Server, name: String = "localhost"
  ) throws -> (client: CenterLinkError?, security: CenterLinkSecurity?, server: [CenterLinkError]) {
    let certificates = try Certificates()
    let files = try certificates.make(server)
    let authority = certificates.authorityFile
    nonisolated(unsafe) var outcome:
      (client: CenterLinkError?, security: CenterLinkSecurity?, server: [CenterLinkError])
    outcome = (nil, nil, [])
    try onLoop { harness in
      let task = harness.serve { connection in
        let identity = try TLSServerConfiguration(
          certificateFile: files.certificate, keyFile: files.key)
        try await connection.startTLS(identity, timeout: Self.patient)
        #expect(connection.security == .plain)
        _ = try await connection.receive(timeout: Self.patient)
      }
      let link = harness.link(
        .tls(try TLSClientConfiguration(authorityFile: authority), name: name))
      outcome.client = await failure { try await link.open(timeout: Self.patient) }
      outcome.security = link.security
      if outcome.client == nil { try await link.send([1], timeout: Self.patient) }
      await task.value
      outcome.server = harness.serverFailures
    }
    withExtendedLifetime(certificates) {}
    return outcome
  }

  @Test(arguments: ["localhost", "127.0.0.1"])
  func `a certificate that is signed, in date and for this name is the center's`(
    name: String
  ) throws {
    let outcome = try open(Certificates.Server(), name: name)
    #expect(outcome.client == nil)
    #expect(outcome.security == .authenticated(name: name))
    #expect(outcome.server == [])
  }

  @Test func `a certificate that has run out, or does not hold yet, is out of date`() throws {
    for (from, to) in [(-7200, -3600), (3600, 7200)] {
      let outcome = try open(Certificates.Server(validFrom: from, validTo: to))
      #expect(outcome.client == .certificateOutOfDate)
      #expect(outcome.security == nil)
      // The other side hears why, as an alert.
      #expect(outcome.server == [.handshakeFailed])
    }
  }

  @Test(arguments: [
    ("DNS:center.example,IP:127.0.0.1", "localhost"),
    ("DNS:localhost,IP:127.0.0.2", "127.0.0.1"),
    ("DNS:127.0.0.1", "127.0.0.1"),
    ("DNS:local*.example", "localhost.example"),
    ("DNS:localhost", "localhost.example"),
  ])
  func `a certificate for another name is not trusted`(names: String, wanted: String) throws {
    let outcome = try open(Certificates.Server(names: names), name: wanted)
    #expect(outcome.client == .certificateNotTrusted)
    #expect(outcome.security == nil)
  }

  @Test func `a certificate that somebody else signed is not trusted`() throws {
    let outcome = try open(Certificates.Server(isSignedByStranger: true))
    #expect(outcome.client == .certificateNotTrusted)
    #expect(outcome.security == nil)
  }

  @Test func `no name is no reason to trust anybody`() throws {
    #expect(try open(Certificates.Server(), name: "").client == .handshakeFailed)
  }

  @Test func `a long message arrives whole in both directions`() throws {
    let certificates = try Certificates()
    let files = try certificates.make()
    let authority = certificates.authorityFile
    try onLoop { harness in
      let message = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 3) }
      let server = harness.serve { connection in
        let identity = try TLSServerConfiguration(
          certificateFile: files.certificate, keyFile: files.key)
        try await connection.startTLS(identity, timeout: Self.patient)
        let request = try await collect(message.count, from: connection)
        try await connection.send(request.reversed(), timeout: Self.patient)
      }
      let link = harness.link(
        .tls(try TLSClientConfiguration(authorityFile: authority), name: "localhost"))
      try await link.open(timeout: Self.patient)
      try await link.send(message, timeout: Self.patient)
      var answer: [UInt8] = []
      while answer.count < message.count {
        answer += try await link.receive(timeout: Self.patient)
      }
      #expect(answer == message.reversed())
      await server.value
      #expect(harness.serverFailures == [])
    }
    withExtendedLifetime(certificates) {}
  }

  @Test func `words that come with the end of the handshake are not lost, nor is the end`() throws {
    let certificates = try Certificates()
    let files = try certificates.make()
    let authority = certificates.authorityFile
    try onLoop { harness in
      let server = harness.serve { connection in
        let identity = try TLSServerConfiguration(
          certificateFile: files.certificate, keyFile: files.key)
        try await connection.startTLS(identity, timeout: Self.patient)
        try await connection.send([1, 2, 3], timeout: Self.patient)
        connection.close()
      }
      let link = harness.link(
        .tls(try TLSClientConfiguration(authorityFile: authority), name: "localhost"))
      try await link.open(timeout: Self.patient)
      await server.value
      #expect(try await link.receive(timeout: Self.patient) == [1, 2, 3])
      #expect(
        await failure { _ = try await link.receive(timeout: Self.patient) } == .closedByPeer)
    }
    withExtendedLifetime(certificates) {}
  }

  @Test func `a connection that the other side ended in order is replaced at the next open`() throws
  {
    let certificates = try Certificates()
    let files = try certificates.make()
    let authority = certificates.authorityFile
    try onLoop { harness in
      let identity = Box(
        try TLSServerConfiguration(certificateFile: files.certificate, keyFile: files.key))
      let link = harness.link(
        .tls(try TLSClientConfiguration(authorityFile: authority), name: "localhost"))
      for round in UInt8(0)..<3 {
        let server = harness.serve { connection in
          try await connection.startTLS(identity.value, timeout: Self.patient)
          let request = try await connection.receive(timeout: Self.patient)
          try await connection.send(request, timeout: Self.patient)
        }
        try await link.open(timeout: Self.patient)
        try await link.send([round], timeout: Self.patient)
        #expect(try await link.receive(timeout: Self.patient) == [round])
        await server.value
        await harness.loop.sleep(for: Self.brief)
      }
      #expect(harness.serverFailures == [])
    }
    withExtendedLifetime(certificates) {}
  }

  @Test func `a silent server times out, and closing ends the wait`() throws {
    let certificates = try Certificates()
    let authority = certificates.authorityFile
    try onLoop { harness in
      let link = harness.link(
        .tls(try TLSClientConfiguration(authorityFile: authority), name: "localhost"))
      #expect(await failure { try await link.open(timeout: Self.brief) } == .timedOut)
      harness.loop.setTimer(after: Self.brief) { link.close() }
      #expect(
        await failure { try await link.open(timeout: Self.patient) } == .system(code: ECANCELED))
      #expect(link.security == nil)
    }
    withExtendedLifetime(certificates) {}
  }

  @Test(
    arguments: [
      [], Array("HTTP/1.0 400 Bad Request\r\n\r\n".utf8), [0x15, 3, 1, 0, 2, 2, 70], [0x16, 3],
    ] as [[UInt8]])
  func `a server that does not speak TLS, or no version of ours, fails the handshake`(
    answer: [UInt8]
  ) throws {
    let certificates = try Certificates()
    let authority = certificates.authorityFile
    try onLoop { harness in
      let server = harness.serve { connection in
        _ = try await connection.receive(timeout: Self.patient)
        try await connection.send(answer, timeout: Self.patient)
      }
      let link = harness.link(
        .tls(try TLSClientConfiguration(authorityFile: authority), name: "localhost"))
      #expect(await failure { try await link.open(timeout: Self.patient) } == .handshakeFailed)
      #expect(link.security == nil)
      await server.value
    }
    withExtendedLifetime(certificates) {}
  }

  @Test func `a record that was changed on its way ends the connection`() throws {
    let certificates = try Certificates()
    let files = try certificates.make()
    let client = try TLSClientConfiguration(authorityFile: certificates.authorityFile)
    let server = try TLSServerConfiguration(
      certificateFile: files.certificate, keyFile: files.key)
    let left = try #require(client.session(name: "localhost"))
    let right = try #require(server.session())
    var isDone = (false, false)
    while isDone != (true, true) {
      isDone.0 = try left.handshake() == .done
      try right.feed(left.takeOutput())
      isDone.1 = try right.handshake() == .done
      try left.feed(right.takeOutput())
    }
    try left.encrypt([1, 2, 3])
    var record = left.takeOutput()
    record[record.count - 1] ^= 1
    try right.feed(record)
    #expect(throws: CenterLinkError.brokenTLS) { try right.decrypt() }
  }

  @Test func `files that hold no certificates or keys are named`() throws {
    let certificates = try Certificates()
    let files = try certificates.make()
    let others = try certificates.make()
    let nonsense = try certificates.nonsense()
    for path in [nonsense, "/nowhere/authority.pem", ""] {
      let error: TLSConfigurationError =
        path == nonsense
        ? .authorityFile(path: path)
        : .authorityFileUnreadable(path: path, why: .unreadable(code: ENOENT))
      #expect(throws: error) {
        try TLSClientConfiguration(authorityFile: path)
      }
      #expect(throws: TLSConfigurationError.certificateFile(path: path)) {
        try TLSServerConfiguration(certificateFile: path, keyFile: files.key)
      }
      #expect(throws: TLSConfigurationError.keyFile(path: path)) {
        try TLSServerConfiguration(certificateFile: files.certificate, keyFile: path)
      }
    }
    #expect(throws: TLSConfigurationError.keyDoesNotMatch) {
      try TLSServerConfiguration(certificateFile: files.certificate, keyFile: others.key)
    }
  }
}
