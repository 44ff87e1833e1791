import MockDevices
import Octets
import Testing
import USBMagstripe

@Suite struct HIDReportDescriptorTests {
  private func descriptor(_ hex: String) throws -> HIDReportDescriptor {
    HIDReportDescriptor(try Hexadecimal.bytes(hex))
  }

  @Test func `the input items of a report add up`() throws {
    // Usage page FF00, usage 1, collection; 7 fields of 8 bits; 330 fields of 8 bits; end.
    let reader = try descriptor("0600FF 0901 A101 1500 26FF00 7508 9507 8102 964A01 8102 C0")
    #expect(reader.inputByteCount == 337)
    #expect(!reader.usesIdentifiers)
  }

  @Test func `a feature report does not count, and bits make up bytes`() throws {
    #expect(try descriptor("7501 9509 8102 7508 9518 B102").inputByteCount == 2)
  }

  @Test func `reports with identifiers are one byte longer, and the longest counts`() throws {
    let two = try descriptor("8501 7508 9504 8102 8502 9510 8102")
    #expect(two.inputByteCount == 17)
    #expect(two.usesIdentifiers)
  }

  @Test func `sizes can be kept and brought back, and long items are passed over`() throws {
    #expect(try descriptor("7508 9502 A4 9510 8102 B4 8102").inputByteCount == 18)
    #expect(try descriptor("FE03AA010203 7508 9502 8102").inputByteCount == 2)
  }

  @Test func `nonsense has no length`() throws {
    #expect(try descriptor("").inputByteCount == nil)
    #expect(try descriptor("8102").inputByteCount == nil)
    #expect(try descriptor("77FFFFFFFF 97FFFFFFFF 8102 8102").inputByteCount == nil)
    var random = SplitMix64(seed: 1)
    for _ in 0..<2000 {
      let bytes = (0..<random.below(50)).map { _ in UInt8(random.below(256)) }
      #expect(HIDReportDescriptor(bytes).inputByteCount ?? 1 > 0)
    }
  }

  @Test func `the class descriptor says how long the report descriptor is`() throws {
    func count(_ hex: String) throws -> UInt16? {
      HIDReportDescriptor.byteCount(inClassDescriptors: try Hexadecimal.bytes(hex))
    }
    #expect(try count("092111010001225300") == 0x53)
    #expect(try count("030B00 092111010001220102") == 0x201)
    #expect(try count("") == nil)
    #expect(try count("0921110100012253") == nil)
    #expect(try count("092111010001235300") == nil)
  }
}
