import BERTLV
import Octets
import PaymentTypes

extension DataObjectStore {
  /// The objects that are known before the card says anything of its own.
  ///
  /// Source: EMV 4.3 Book 3, Annex A1 (source "Terminal").
  static func terminalObjects(
    configuration: KernelConfiguration, application: ApplicationConfiguration,
    transaction: TransactionParameters
  ) -> [DataObjectTag: [UInt8]] {
    var objects: [DataObjectTag: [UInt8]] = [
      0x9F35: [configuration.terminalType.rawValue],
      0x9F33: configuration.capabilities.bytes,
      0x9F40: configuration.additionalCapabilities.bytes,
      0x9F1A: bytes(configuration.countryCode),
      0x5F2A: bytes(configuration.currencyCode),
      0x5F36: [configuration.currencyExponent],
      0x9F1E: Array(configuration.deviceSerialNumber.utf8.prefix(8)),
      0x9F06: application.identifier.bytes,
      0x9F09: bytes(application.version),
      0x9F1B: bytes(application.floorLimit),
      // 05: the chip's contacts (emv.md calls it the POS entry mode of ISO 8583).
      0x9F39: [0x05],
      0x9F02: digits(transaction.amount.wireText),
      0x9F03: digits(transaction.cashbackAmount.wireText),
      0x9F04: binary(transaction.cashbackAmount),
      0x81: binary(transaction.amount),
      0x9C: [transaction.kind.rawValue],
      0x9A: digits(transaction.time.yearMonthDay),
      0x9F21: digits(transaction.time.hourMinuteSecond),
      0x9F37: bytes(transaction.unpredictableNumber),
      0x9F41: digits("00" + transaction.sequenceCounter.text),
    ]
    // Asks a PBOC card for its records of SM2, which are preferred where the keys for them are.
    let provider = application.identifier.bytes.prefix(5)
    let hasSM2 = configuration.authorityKeys.contains {
      if case .curve(let key) = $0.key, key.suite == .sm2 {
        return provider.elementsEqual($0.registeredProvider)
      }
      return false
    }
    objects[0xDF69] = [hasSM2 ? 1 : 0]
    objects[0x9F15] = configuration.merchantCategoryCode.map { bytes($0) }
    objects[0x9F1C] = configuration.terminal.map { Array($0.text.utf8) }
    objects[0x9F16] = configuration.merchant.map { Array($0.text.utf8) }
    return objects
  }

  private static func bytes(_ number: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    stride(from: number.bitWidth - 8, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: number >> $0)
    }
  }

  private static func digits(_ text: String) -> [UInt8] {
    BinaryCodedDecimal.pack(text.utf8, alignment: .right) ?? []
  }

  /// Four bytes; an amount that does not fit them counts as the largest that does.
  private static func binary(_ amount: TransactionAmount) -> [UInt8] {
    bytes(UInt32(clamping: amount.minorUnits))
  }
}
