import Octets

/// The six bytes between TPDU and message (报文头).
///
/// Twelve digits: application class 2, software version 2, terminal state 1, processing requirement
/// 1, terminal software 6. Digits above 9 are seen in the wild, so all are kept as they are.
/// Source: UnionPay POS, message header.
package struct MessageHeader: Hashable, Sendable {
  /// How many bytes it has.
  package static let byteCount = 6

  /// The six bytes.
  package private(set) var encoded: [UInt8]

  /// Takes exactly six bytes.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    encoded = Array(bytes)
  }

  /// The header of a terminal that asks for nothing.
  ///
  /// `applicationClass` and `softwareVersion` are two BCD digits each: `0x60` and `0x31`.
  package init(
    applicationClass: UInt8, softwareVersion: UInt8, isTest: Bool = false,
    terminalSoftware: UInt32 = 0x310000
  ) {
    encoded = [
      applicationClass, softwareVersion, isTest ? 0x10 : 0x00,
      UInt8(terminalSoftware >> 16 & 0xFF), UInt8(terminalSoftware >> 8 & 0xFF),
      UInt8(terminalSoftware & 0xFF),
    ]
  }

  /// `60` magnetic stripe, `61` with chip, others for value-added services.
  package var applicationClass: UInt8 { encoded[0] }
  /// The version of the specification.
  package var softwareVersion: UInt8 { encoded[1] }
  /// Whether the terminal says that it is in test mode.
  package var isTest: Bool { encoded[2] >> 4 == 1 }

  /// The terminal's own software version, six digits.
  package var terminalSoftware: UInt32 { encoded[3...].reduce(0) { $0 << 8 | UInt32($1) } }

  /// What the center wants done after this transaction; the terminal sends `.none`.
  package var processingRequirement: ProcessingRequirement {
    get { ProcessingRequirement(digit: encoded[2] & 0x0F) }
    set { encoded[2] = encoded[2] & 0xF0 | newValue.digit }
  }
}

extension MessageHeader: CustomStringConvertible {
  package var description: String { Hexadecimal.text(encoded) }
}

/// What a center asks the terminal to do once the transaction at hand has ended, even in a decline.
///
/// On the wire: the sixth digit of the message header. Source: UnionPay POS, 处理要求.
package enum ProcessingRequirement: Hashable, Sendable {
  /// 0: nothing.
  case none
  /// 1: download the terminal's parameters.
  case downloadParameters
  /// 2: upload the terminal's status.
  case uploadStatus
  /// 3: sign in again.
  case signIn
  /// 4: download the public keys of the card organizations.
  case downloadPublicKeys
  /// 5: download the parameters of the chip applications.
  case downloadApplications
  /// 6: download software.
  case downloadSoftware
  /// 7: download the list of blocked cards.
  case downloadBlacklist
  /// 9: download the parameters of contactless payment.
  case downloadContactlessParameters
  /// A digit without a published meaning.
  case other(UInt8)

  /// Takes the low four bits.
  package init(digit: UInt8) {
    switch digit & 0x0F {
    case 0: self = .none
    case 1: self = .downloadParameters
    case 2: self = .uploadStatus
    case 3: self = .signIn
    case 4: self = .downloadPublicKeys
    case 5: self = .downloadApplications
    case 6: self = .downloadSoftware
    case 7: self = .downloadBlacklist
    case 9: self = .downloadContactlessParameters
    case let digit: self = .other(digit)
    }
  }

  /// The digit of the header, 0 to 15.
  package var digit: UInt8 {
    switch self {
    case .none: 0
    case .downloadParameters: 1
    case .uploadStatus: 2
    case .signIn: 3
    case .downloadPublicKeys: 4
    case .downloadApplications: 5
    case .downloadSoftware: 6
    case .downloadBlacklist: 7
    case .downloadContactlessParameters: 9
    case .other(let digit): digit & 0x0F
    }
  }
}
