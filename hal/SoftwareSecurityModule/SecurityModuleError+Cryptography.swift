import HAL
import PaymentCryptography

extension SecurityModuleError {
  /// The code of `failed` when libcrypto did not do its work.
  static let libraryFailureCode = 1
  /// The code of `failed` when a PIN entry is asked for while another is under way.
  static let entryUnderWayCode = 2

  init(_ error: CryptographyError) {
    self =
      switch error {
      case .badKeyLength, .badInputLength, .badInputCharacter: .badLength
      case .notAuthentic: .notAuthentic
      case .libraryFailure: .failed(code: Self.libraryFailureCode)
      }
  }
}
