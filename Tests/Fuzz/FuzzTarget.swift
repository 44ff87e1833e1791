import BERTLV
import EMVKernel
import ISO7816

/// What is given bytes that nobody would send.
enum FuzzTarget: String, CaseIterable, Sendable {
  /// Data objects, templates within templates.
  case tlv
  /// A list of tags and lengths.
  case dol
  /// A file locator.
  case afl
  /// A list of verification methods.
  case cvm
  /// An answer to reset.
  case atr
  /// The answer to the selection of an application.
  case fci
  /// The answer to GET PROCESSING OPTIONS.
  case options
  /// The first record.
  case record
  /// The answer to INTERNAL AUTHENTICATE.
  case signature
  /// The answer to GENERATE AC.
  case cryptogram
  /// All certificates, as they would be recovered.
  case certificates
  /// Every answer of a card: a length, then so many bytes, and so on.
  case session

  /// The bytes of memory that it may take beside four times the input.
  var allowance: Int {
    switch self {
    case .tlv: 4 * 1024
    // Lists of entries, which are larger than their two bytes; on the wire are 255 at the most.
    case .dol, .afl, .cvm, .atr: 16 * 1024
    // A transaction: the card that is played, the store, and the record of all exchanges.
    case .fci, .options, .record, .signature, .cryptogram, .certificates, .session: 256 * 1024
    }
  }

  /// Does with the input what the terminal would.
  func run(_ input: [UInt8]) {
    switch self {
    case .tlv:
      var walk = TLVWalk(input)
      while (try? walk.next()) != nil {}
    case .dol: _ = try? DataObjectList(input)
    case .afl: _ = ApplicationFileLocator(input)?.records.count
    case .cvm: _ = CardholderVerificationMethodList(input)
    case .atr: _ = try? AnswerToReset(input)
    case .fci: FuzzedTransaction(answering: 0xA4, with: input).run()
    case .options: FuzzedTransaction(answering: 0xA8, with: input).run()
    case .record: FuzzedTransaction(answering: 0xB2, with: input).run()
    case .signature: FuzzedTransaction(answering: 0x88, with: input).run()
    case .cryptogram: FuzzedTransaction(answering: 0xAE, with: input).run()
    case .certificates: FuzzedTransaction(recovering: input).run()
    case .session: FuzzedTransaction(answeringAll: input).run()
    }
  }
}
