import CLinux

/// One message of a netlink answer, and the attributes behind its fixed part.
///
/// All numbers are in the machine's own byte order; messages and attributes start on multiples of
/// 4.
/// Source: netlink(7), rtnetlink(7).
struct NetlinkMessage: Hashable {
  /// Such as `RTM_NEWLINK`.
  let type: UInt16
  /// What follows the header.
  let payload: [UInt8]

  private static let headerByteCount = MemoryLayout<nlmsghdr>.size
  private static let attributeHeaderByteCount = MemoryLayout<rtattr>.size

  /// Takes an answer apart; what does not hold together ends it.
  static func messages(in bytes: [UInt8]) -> [NetlinkMessage] {
    var messages: [NetlinkMessage] = []
    var rest = bytes[...]
    while let length: UInt32 = number(in: rest, at: 0), let type: UInt16 = number(in: rest, at: 4),
      headerByteCount <= length, Int(length) <= rest.count
    {
      let message = rest.prefix(Int(length))
      messages.append(
        NetlinkMessage(type: type, payload: Array(message.dropFirst(headerByteCount))))
      rest = rest.dropFirst(aligned(Int(length)))
    }
    return messages
  }

  /// The value of an attribute behind a fixed part of `fixedByteCount` bytes; nil when it lacks.
  func attribute(_ wanted: UInt16, after fixedByteCount: Int) -> [UInt8]? {
    var rest = payload.dropFirst(Self.aligned(fixedByteCount))
    while let length: UInt16 = Self.number(in: rest, at: 0),
      let type: UInt16 = Self.number(in: rest, at: 2),
      Self.attributeHeaderByteCount <= length, Int(length) <= rest.count
    {
      if type == wanted {
        return Array(rest.prefix(Int(length)).dropFirst(Self.attributeHeaderByteCount))
      }
      rest = rest.dropFirst(Self.aligned(Int(length)))
    }
    return nil
  }

  /// A number of the fixed part; nil when the payload is shorter.
  func field<Number: FixedWidthInteger>(at offset: Int, as: Number.Type) -> Number? {
    Self.number(in: payload[...], at: offset)
  }

  /// A request for all there is of one kind (`RTM_GETLINK`, `RTM_GETADDR`).
  static func dumpRequest(type: UInt16, fixedByteCount: Int) -> [UInt8] {
    let byteCount = headerByteCount + fixedByteCount
    var header = nlmsghdr()
    header.nlmsg_len = UInt32(byteCount)
    header.nlmsg_type = type
    header.nlmsg_flags = UInt16(NLM_F_REQUEST | NLM_F_DUMP)
    header.nlmsg_seq = 1
    return withUnsafeBytes(of: header) { Array($0) }
      + [UInt8](repeating: 0, count: fixedByteCount)
  }

  private static func aligned(_ count: Int) -> Int { (count + 3) & ~3 }

  private static func number<Number: FixedWidthInteger>(
    in bytes: ArraySlice<UInt8>, at offset: Int
  ) -> Number? {
    let byteCount = MemoryLayout<Number>.size
    guard offset >= 0, bytes.count >= byteCount, offset <= bytes.count - byteCount else {
      return nil
    }
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Number.self) }
  }
}
