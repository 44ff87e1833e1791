import CenterProtocol
import ISO8583
import Octets

/// Bytes from hexadecimal text, with spaces between the parts.
func hex(_ text: String) throws -> [UInt8] { try Hexadecimal.bytes(text) }

/// A constructed message by its number, decoded.
func constructed(_ number: Int) throws -> Message {
  try Message(decoding: ConstructedMessage.all[number - 1].body, dialect: .unionPay)
}
