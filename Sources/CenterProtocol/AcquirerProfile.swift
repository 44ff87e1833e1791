package import PaymentTypes

/// What differs from one acquirer to the next, as settings.
///
/// Where the standard or public practice leaves a choice, it is a value here and no constant in
/// code. `testCenter` is the profile of the bench.
package struct AcquirerProfile: Hashable, Sendable {
  /// Which working keys the center sends (sub-field 60.3 of the sign-in).
  package enum KeyLayout: Hashable, Sendable, CaseIterable {
    /// `001`: PIN and MAC keys of 8 bytes.
    case singleLength
    /// `003`: PIN and MAC keys in slots of 16 bytes.
    case doubleLength
    /// `004`: the same, and a track key.
    case doubleLengthWithTrackKey

    /// The sub-field.
    package var managementCode: NetworkManagementCode {
      switch self {
      case .singleLength: .signInSingleLength
      case .doubleLength: .signInDoubleLength
      case .doubleLengthWithTrackKey: .signInWithTrackKey
      }
    }
  }

  /// How the message authentication code is computed.
  package enum MACMethod: Hashable, Sendable, CaseIterable {
    /// UnionPay's own, eight hexadecimal characters.
    case unionPayECB
    /// ANSI X9.9, eight bytes.
    case x9_9
    /// ANSI X9.19, eight bytes.
    case x9_19
  }

  /// The TPDU of requests.
  package var address = TransportAddress(destination: 0x0003, source: 0x0000)
  /// The application class digits of the header, BCD.
  package var applicationClass: UInt8 = 0x60
  /// The version digits of the header, BCD.
  package var softwareVersion: UInt8 = 0x31
  /// Whether the header says test mode.
  package var isTest = false
  /// The last six digits of the header, BCD: the terminal's own software version.
  package var terminalSoftware: UInt32 = 0x310000
  /// Which keys the sign-in asks for.
  package var keyLayout = KeyLayout.doubleLengthWithTrackKey
  /// How the message authentication code is computed.
  package var macMethod = MACMethod.unionPayECB
  /// Whether the PIN block is bound to the card number.
  package var pinFormat = SecurityControl.PINFormat.withPAN
  /// What the second digit of field 53 says.
  package var encryptionAlgorithm = SecurityControl.Algorithm.tripleDES
  /// Whether tracks are sent encrypted; needs a track key.
  package var encryptsTrack = true
  /// What the terminal's readers can read.
  package var readingCapability = TransactionDescriptor.ReadingCapability.contactChip
  /// The response codes of a reversal's answer that end it.
  package var acceptedReversalCodes: Set<ResponseCode> = Self.codes("00", "12", "25")
  /// Whether a decline without a message authentication code leaves the outcome unknown.
  ///
  /// When it does, a reversal goes out; the center answers that it knows no such transaction.
  package var reversesUnauthenticatedDecline = true
  /// Whether sign-in says which device it is (field 62, usage 19).
  package var deviceInformation: TerminalDeviceInformation?
  /// Field 26: how many PIN digits the terminal takes.
  package var pinCaptureCode = "12"
  /// Field 49.
  package var currencyCode = "156"
  /// Whether a connection stays open after an exchange.
  package var keepsConnection = false
  /// How many bytes a message may have before its length is taken for a fault.
  package var maximumFrameByteCount = 8192

  /// The profile of the test center: standard practice throughout.
  package static let testCenter = AcquirerProfile()

  /// Starts from standard practice.
  package init() {}

  /// The header of a request.
  package var requestHeader: MessageHeader {
    MessageHeader(
      applicationClass: applicationClass, softwareVersion: softwareVersion, isTest: isTest,
      terminalSoftware: terminalSoftware)
  }

  private static func codes(_ texts: String...) -> Set<ResponseCode> {
    Set(texts.compactMap { ResponseCode($0) })
  }
}
