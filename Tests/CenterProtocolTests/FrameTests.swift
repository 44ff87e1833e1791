import CenterProtocol
import ISO8583
import Octets
import Testing

@Suite struct FrameTests {
  static let caller = """
    4C5249001C 3130313031303130 3230323032303230 58 0102 49 0304 010203040506
    """

  @Test(arguments: ConstructedMessage.all)
  func `a constructed frame comes out as it went in`(sample: ConstructedMessage) throws {
    var assembler = FrameAssembler()
    assembler.append(sample.frame)
    let frame = try #require(try assembler.next())
    #expect(frame.body == sample.body)
    #expect("\(frame.header)" == "603100310000")
    let isRequest = try frame.message().type.isRequest
    #expect("\(frame.address)" == (isRequest ? "6000030000" : "6000000003"))
    #expect(try frame.encoded() == sample.frame)
    #expect(frame.payload == Array(sample.frame.dropFirst(2)))
    #expect(try assembler.next() == nil)
    #expect(assembler.pendingByteCount == 0)
  }

  @Test func `a stream may come byte by byte`() throws {
    let stream = ConstructedMessage.all.flatMap(\.frame)
    var assembler = FrameAssembler()
    var bodies: [[UInt8]] = []
    for byte in stream {
      assembler.append([byte])
      while let frame = try assembler.next() { bodies.append(frame.body) }
    }
    #expect(bodies == ConstructedMessage.all.map(\.body))
  }

  @Test func `two frames in one piece come out one after the other`() throws {
    let samples = ConstructedMessage.all
    var assembler = FrameAssembler()
    assembler.append(samples[0].frame + samples[1].frame + samples[2].frame.prefix(40))
    #expect(try assembler.next()?.body == samples[0].body)
    #expect(try assembler.next()?.body == samples[1].body)
    #expect(try assembler.next() == nil)
    #expect(assembler.pendingByteCount == 40)
    assembler.append(samples[2].frame.dropFirst(40))
    #expect(try assembler.next()?.body == samples[2].body)
  }

  @Test(arguments: [0, 1, 20, 8193, 65_535])
  func `a wrong length ends the connection for good`(count: Int) {
    var assembler = FrameAssembler()
    assembler.append([UInt8(count >> 8), UInt8(count & 0xFF)])
    #expect(throws: FramingError.wrongLength(count)) { try assembler.next() }
    assembler.append(ConstructedMessage.all[0].frame)
    #expect(throws: FramingError.wrongLength(count)) { try assembler.next() }
    #expect(assembler.pendingByteCount == 0)
  }

  @Test func `a frame without a TPDU is refused`() {
    var frame = ConstructedMessage.all[0].frame
    frame[2] = 0x61
    var assembler = FrameAssembler()
    assembler.append(frame)
    #expect(throws: FramingError.notTransportAddress) { try assembler.next() }
  }

  @Test func `the center skips the block of an access controller`() throws {
    let sample = ConstructedMessage.all[2]
    let payload = sample.frame.dropFirst(2)
    let block = try hex(Self.caller)
    #expect(block.count == 33)
    let whole = payload.prefix(5) + block + payload.dropFirst(5)
    let stream = [UInt8(whole.count >> 8), UInt8(whole.count & 0xFF)] + whole
    var assembler = FrameAssembler(mayHaveCallerBlock: true)
    assembler.append(stream)
    let frame = try #require(try assembler.next())
    #expect(frame.body == sample.body)
    #expect("\(frame.header)" == "603100310000")
    #expect("\(frame.address)" == "6000030000")
  }

  @Test func `an access controller's block cut short is no frame`() throws {
    let payload = try hex("6000030000 4C5249001C 3130313031303130 32303230323032")
    #expect(throws: FramingError.self) {
      try CenterFrame(payload: payload[...], mayHaveCallerBlock: true)
    }
  }

  @Test func `a frame too long for its length field is refused`() throws {
    let header = AcquirerProfile.testCenter.requestHeader
    let frame = CenterFrame(
      address: TransportAddress(destination: 3, source: 0), header: header,
      body: [UInt8](repeating: 0, count: 65_525))
    #expect(throws: FramingError.wrongLength(65_536)) { try frame.encoded() }
  }

  @Test func `the answer goes back where the request came from`() throws {
    let request = try #require(TransportAddress(try hex("6006010002")))
    #expect("\(request.swapped)" == "6000020601")
    #expect(request.swapped.swapped == request)
    #expect(TransportAddress([0x60, 0, 3, 0]) == nil)
    #expect(TransportAddress([0x61, 0, 3, 0, 0]) == nil)
  }

  @Test func `the header is six bytes whose digits may be any`() throws {
    #expect("\(AcquirerProfile.testCenter.requestHeader)" == "603100310000")
    var profile = AcquirerProfile.testCenter
    profile.isTest = true
    #expect("\(profile.requestHeader)" == "603110310000")
    let odd = try #require(MessageHeader(try hex("61 22 1F ABCDEF")))
    #expect(odd.applicationClass == 0x61)
    #expect(odd.isTest)
    #expect(odd.processingRequirement == .other(15))
    #expect(Hexadecimal.text(odd.encoded) == "61221FABCDEF")
    #expect(MessageHeader([1, 2, 3, 4, 5]) == nil)
  }

  @Test func `the center's requirement is the sixth digit, and leaves the others alone`() throws {
    var header = try #require(MessageHeader(try hex("603110310000")))
    #expect(header.processingRequirement == .none)
    for digit in UInt8(0)...15 {
      header.processingRequirement = ProcessingRequirement(digit: digit)
      #expect(header.processingRequirement.digit == digit)
      #expect(header.isTest)
    }
    header.processingRequirement = .signIn
    #expect("\(header)" == "603113310000")
  }

  @Test func `a frame does not print its message`() throws {
    let sample = ConstructedMessage.all[2]
    let frame = try CenterFrame(payload: sample.frame.dropFirst(2))
    #expect("\(frame)" == "frame of 105 bytes for 6000030000")
    #expect(String(reflecting: frame) == "\(frame)")
    #expect(Mirror(reflecting: frame).children.isEmpty)
  }
}
