import BERTLV
import JSONText
import Octets
import Testing

@Suite struct TLVInspectionTests {
  private static let record =
    "70 26 5A0A6216261000000000018F 57116216261000000000018D30122010000000 5F2004414C4943 00"

  @Test func `secrets are masked unless asked for`() throws {
    let bytes = try Hexadecimal.bytes(Self.record)
    let masked = TLVInspection(bytes)
    #expect(masked.error == nil)
    #expect(
      masked.items.map(\.value) == [
        nil, "621626*********0018F", "621626*********0018D**************", "********",
      ])
    #expect(masked.items.map(\.isMasked) == [false, true, true, true])
    let clear = TLVInspection(bytes, revealingSecrets: true)
    #expect(clear.items[1].value == "6216261000000000018F")
    #expect(!clear.items[1].isMasked)
  }

  @Test func `a short card number shows nothing`() throws {
    #expect(TLVInspection([0x5A, 2, 0x12, 0x34]).items[0].value == "****")
    #expect(TLVInspection([0x5A, 0]).items[0].value == "")
  }

  @Test func `an error within nested objects is placed from the start of the bytes`() throws {
    let inspection = TLVInspection(try Hexadecimal.bytes("7006 820219 80 BF00 9F7F0105"))
    #expect(inspection.error == .lengthTruncated(offset: 8))
  }

  @Test func `JSON is a tree`() throws {
    let inspection = TLVInspection(try Hexadecimal.bytes("7004 82021980 BF0C00 9F7F0105"))
    #expect(inspection.error == nil)
    #expect(
      inspection.json.text == """
        {"objects":[{"tag":"70","name":"READ RECORD Response Message Template","offset":0,\
        "length":4,"children":[{"tag":"82","name":"Application Interchange Profile (AIP)",\
        "offset":2,"length":2,"value":"1980"}]},{"tag":"BF0C","name":"FCI Issuer Discretionary \
        Data","offset":6,"length":0,"children":[]},{"tag":"9F7F","name":null,"offset":9,"length":1,\
        "value":"05"}]}
        """)
    #expect(
      inspection.text == """
        70 READ RECORD Response Message Template [4]
          82 Application Interchange Profile (AIP) [2]: 1980
        BF0C FCI Issuer Discretionary Data [0]
        9F7F [1]: 05

        """)
    #expect(TLVInspection([]).json.text == #"{"objects":[]}"#)
  }

  @Test func `what can be read is shown before the error`() throws {
    let inspection = TLVInspection([0x9C, 1, 0, 0x9F])
    #expect(inspection.items.count == 1)
    #expect(inspection.error == .tagTruncated(offset: 3))
    #expect(
      inspection.text == """
        9C Transaction Type [1]: 00
        error at byte 3: the bytes end within a tag

        """)
    #expect(
      inspection.json.text.hasSuffix(
        #"],"error":{"offset":3,"reason":"the bytes end within a tag"}}"#))
  }
}
