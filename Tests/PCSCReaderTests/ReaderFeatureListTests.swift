import HAL
import Octets
import Testing

@testable import PCSCReader

/// The bytes of a real list were measured with libccid 1.5.2 on the bench's mocked CCID reader.
@Suite struct ReaderFeatureListTests {
  private func list(_ features: String, _ properties: String = "") throws -> ReaderFeatureList {
    ReaderFeatureList(
      features: try Hexadecimal.bytes(features), properties: try Hexadecimal.bytes(properties))
  }

  @Test func `the lists of a PIN pad are read`() throws {
    let list = try list(
      "060442330006 070442330007 0A044233000A 120442330012",
      "01020000 030100 090100 0B02140F 0C023B00 0A0400000000")
    #expect(list.controlCode(of: .verifyPINDirect) == 0x4233_0006)
    #expect(list.controlCode(of: .tlvProperties) == 0x4233_0012)
    let features = list.features(usingPINPad: true)
    #expect(
      features
        == CardReaderFeatures(
          verifiesPIN: true, modifiesPIN: true, usbVendor: 0x0F14, usbProduct: 0x003B))
    #expect(!list.features(usingPINPad: false).verifiesPIN)
  }

  @Test func `display, digits, extended length and firmware are read`() throws {
    let list = try list("060442330006", "01021002 060104 07010C 0A0400010000 0803312E32")
    let features = list.features(usingPINPad: true)
    #expect(features.display == CardReaderDisplay(columns: 16, lines: 2))
    #expect(features.pinDigitCount == 4...12)
    #expect(features.extendedDataByteCount == 256)
    #expect(features.firmware == "1.2")
  }

  @Test func `lists that are cut anywhere, or lie, are no harm`() throws {
    let whole = try Hexadecimal.bytes("060442330006 0A044233000A 120442330012")
    for count in 0...whole.count {
      let list = ReaderFeatureList(
        features: Array(whole.prefix(count)), properties: Array(whole.prefix(count)))
      #expect((list.controlCode(of: .verifyPINDirect) != nil) == (count >= 6))
    }
    let backwards = try list("", "06010C 070104")
    #expect(backwards.features(usingPINPad: true).pinDigitCount == nil)
    let endless = try list("FFFF00", "0108FFFFFFFFFFFFFFFF")
    #expect(endless.features(usingPINPad: true) == CardReaderFeatures())
  }
}
