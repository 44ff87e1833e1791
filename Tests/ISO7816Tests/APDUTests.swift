import ISO7816
import Octets
import Testing

@Suite struct APDUTests {
  /// Source: ISO/IEC 7816-4, 5.1, cases 1 to 4.
  @Test(arguments: [
    "00A40000", "00C0000010", "00B2010C00", "8024000002ABCD",
    "00A404000E315041592E5359532E444446303100",
  ])
  func `each case of command is read and written back`(text: String) throws {
    let command = try #require(CommandAPDU(try Hexadecimal.bytes(text)))
    #expect(Hexadecimal.text(command.bytes) == text)
  }

  @Test func `Le of 00 asks for 256 bytes`() throws {
    #expect(CommandAPDU([0, 0xB2, 1, 0x0C, 0])?.expectedByteCount == 256)
    #expect(CommandAPDU([0, 0xB2, 1, 0x0C, 5])?.expectedByteCount == 5)
    #expect(CommandAPDU([0, 0xB2, 1, 0x0C])?.expectedByteCount == nil)
  }

  @Test(arguments: ["", "00A404", "00A4040002AB", "00A4040002ABCD0000", "00A404000000"])
  func `what is no short command is refused`(text: String) throws {
    #expect(CommandAPDU(try Hexadecimal.bytes(text)) == nil)
  }

  @Test func `more data than a command carries is refused`() {
    let data = [UInt8](repeating: 0, count: 256)
    #expect(
      CommandAPDU(classByte: 0, instruction: 0, parameter1: 0, parameter2: 0, data: data) == nil)
    #expect(
      CommandAPDU(
        classByte: 0, instruction: 0, parameter1: 0, parameter2: 0, expectedByteCount: 257) == nil)
  }

  @Test func `an answer is data and a status word`() throws {
    let response = try #require(ResponseAPDU([0x5A, 0x63, 0xC2]))
    #expect(response.data == [0x5A])
    #expect(response.status.triesLeft == 2)
    #expect(response.status.isWarning)
    #expect(response.bytes == [0x5A, 0x63, 0xC2])
    #expect(ResponseAPDU([0x90]) == nil)
    #expect(ResponseAPDU([]) == nil)
    #expect("\(StatusWord.fileNotFound)" == "6A82")
    #expect(StatusWord.success.triesLeft == nil)
  }

  @Test func `neither command nor answer shows its data`() throws {
    let command = try #require(CommandAPDU(try Hexadecimal.bytes("00200080082412341234FFFFFF")))
    #expect("\(command)" == "00200080 + 8 bytes")
    #expect(String(reflecting: command) == "\(command)")
    #expect(Mirror(reflecting: command).children.isEmpty)
    let response = ResponseAPDU(data: [0x5A, 1, 0x62], status: .success)
    #expect("\(response)" == "3 bytes, 9000")
    #expect(Mirror(reflecting: response).children.isEmpty)
  }
}
