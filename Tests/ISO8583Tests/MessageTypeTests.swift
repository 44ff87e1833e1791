import ISO8583
import Testing

@Suite struct MessageTypeTests {
  @Test func `an answer is its request plus ten`() {
    #expect(MessageType.financialRequest.response == .financialResponse)
    #expect(MessageType.fileAdvice.response == .fileAdviceResponse)
    #expect(MessageType.administrativeAdvice.response == .administrativeAdviceResponse)
    #expect(MessageType.networkManagementAdvice.response == .networkManagementAdviceResponse)
    #expect(MessageType.reversalResponse.response == nil)
  }

  @Test func `a type is four decimal digits`() {
    #expect(MessageType("0820") == .networkManagementAdvice)
    #expect(MessageType("0820")?.text == "0820")
    #expect(MessageType("820") == nil)
    #expect(MessageType("08A0") == nil)
    #expect(MessageType(bcd: 0x0A00) == nil)
    #expect(MessageType(bcd: 0x9999)?.text == "9999")
  }
}

@Suite struct ElementSetTests {
  @Test func `a set lists its elements in ascending order`() {
    let set: ElementSet = [64, 2, 39, 1]
    #expect(set.map(\.number) == [1, 2, 39, 64])
    #expect(set.bitmap == 0xC000_0000_0200_0001)
    #expect(set.count == 4)
    #expect("\(set)" == "1 2 39 64")
  }

  @Test func `sets are joined, cut and compared`() {
    var set: ElementSet = [2, 3]
    set.insert(4)
    set.remove(2)
    #expect(set == [3, 4])
    #expect(set.contains(3) && !set.contains(2))
    #expect(set.union([5]) == [3, 4, 5])
    #expect(set.subtracting([3]) == [4])
    #expect(set.intersection([4, 9]) == [4])
  }

  @Test func `an element is 1 to 64`() {
    #expect(DataElement(number: 0) == nil)
    #expect(DataElement(number: 65) == nil)
    #expect(DataElement(number: 64)?.number == 64)
  }
}
