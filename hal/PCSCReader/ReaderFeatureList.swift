import CPCSC
import HAL

/// What a reader says of itself in the way of PC/SC part 10.
///
/// The list of features gives each a control code of its own, four bytes, big-endian; the values of
/// the properties are little-endian. Source: PC/SC part 10, 2.2 to 2.6.
struct ReaderFeatureList: Hashable, Sendable {
  /// The tags of features that this project uses.
  enum Feature: UInt8, Hashable, Sendable {
    case verifyPINDirect = 0x06
    case modifyPINDirect = 0x07
    case pinProperties = 0x0A
    case tlvProperties = 0x12
  }

  private enum Property: UInt8 {
    case displayLayout = 0x01
    case displayColumns = 0x04
    case displayLines = 0x05
    case minimumPINSize = 0x06
    case maximumPINSize = 0x07
    case firmware = 0x08
    case extendedDataByteCount = 0x0A
    case vendor = 0x0B
    case product = 0x0C
  }

  private let codes: [Feature: UInt32]
  private let properties: [UInt8: [UInt8]]

  /// Takes the answers to the questions for features and for their properties.
  init(features: [UInt8], properties: [UInt8]) {
    var codes: [Feature: UInt32] = [:]
    for (tag, value) in Self.elements(features) where value.count == 4 {
      if let feature = Feature(rawValue: tag) {
        codes[feature] = value.reduce(0) { $0 << 8 | UInt32($1) }
      }
    }
    self.codes = codes
    self.properties = Dictionary(Self.elements(properties)) { first, _ in first }
  }

  /// Asks a reader; one that knows no such questions has no features.
  init(reader: String, _ connection: inout CardConnection) throws(CardReaderError) {
    let request = pcsc_control_code(3400)
    let features = try Self.ask(reader, request, &connection)
    let first = ReaderFeatureList(features: features, properties: [])
    guard let code = first.controlCode(of: .tlvProperties) else {
      self = first
      return
    }
    let properties = try Self.ask(reader, DWORD(code), &connection)
    self.init(features: features, properties: properties)
  }

  private static func ask(
    _ reader: String, _ code: DWORD, _ connection: inout CardConnection
  ) throws(CardReaderError) -> [UInt8] {
    do throws(CardReaderError) {
      return try connection.control(reader: reader, code: code, [])
    } catch {
      switch error {
      case .notSupported, .communication: return []
      default: throw error
      }
    }
  }

  /// The code by which a feature is used; nil where the reader has none.
  func controlCode(of feature: Feature) -> UInt32? { codes[feature] }

  /// The features in the words of the HAL.
  func features(usingPINPad: Bool) -> CardReaderFeatures {
    let fewest = number(.minimumPINSize)
    let most = number(.maximumPINSize)
    let pinDigitCount = most.flatMap { most in
      most > 0 && (fewest ?? 0) <= most ? (fewest ?? 0)...most : nil
    }
    return CardReaderFeatures(
      verifiesPIN: usingPINPad && codes[.verifyPINDirect] != nil,
      modifiesPIN: usingPINPad && codes[.modifyPINDirect] != nil,
      pinDigitCount: pinDigitCount, display: display,
      extendedDataByteCount: number(.extendedDataByteCount) ?? 0,
      firmware: properties[Property.firmware.rawValue].map { String(decoding: $0, as: UTF8.self) },
      usbVendor: number(.vendor).flatMap { UInt16(exactly: $0) },
      usbProduct: number(.product).flatMap { UInt16(exactly: $0) })
  }

  private var display: CardReaderDisplay? {
    // wLcdLayout: columns in the low byte, lines in the high one; zero is no display.
    if let layout = number(.displayLayout), layout > 0 {
      return CardReaderDisplay(columns: layout & 0xFF, lines: layout >> 8)
    }
    if let columns = number(.displayColumns), let lines = number(.displayLines), columns > 0 {
      return CardReaderDisplay(columns: columns, lines: lines)
    }
    return nil
  }

  private func number(_ property: Property) -> Int? {
    properties[property.rawValue].flatMap { bytes in
      bytes.count <= 4 ? bytes.reversed().reduce(0) { $0 << 8 | Int($1) } : nil
    }
  }

  /// Tag, length, value; what does not fit at the end is left out.
  private static func elements(_ bytes: [UInt8]) -> [(UInt8, [UInt8])] {
    var elements: [(UInt8, [UInt8])] = []
    var rest = bytes[...]
    while let tag = rest.popFirst(), let count = rest.popFirst(), rest.count >= Int(count) {
      elements.append((tag, Array(rest.prefix(Int(count)))))
      rest = rest.dropFirst(Int(count))
    }
    return elements
  }
}
