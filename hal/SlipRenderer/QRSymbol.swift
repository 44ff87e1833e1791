import CQREncode
import ESCPOS

/// The modules of a QR code.
struct QRSymbol {
  /// Modules along an edge.
  let edge: Int
  /// Row by row, true for dark.
  let modules: [Bool]

  /// Encodes bytes; nil when there are none, or more than a code can hold.
  init?(_ data: [UInt8], correction: ESCPOSCommand.QRCorrection) {
    guard !data.isEmpty,
      let code = QRcode_encodeData(Int32(data.count), data, 0, Self.level(correction))
    else { return nil }
    defer { QRcode_free(code) }
    edge = Int(code.pointee.width)
    modules = UnsafeBufferPointer(start: code.pointee.data, count: edge * edge).map { $0 & 1 == 1 }
  }

  private static func level(_ correction: ESCPOSCommand.QRCorrection) -> QRecLevel {
    switch correction {
    case .low: QR_ECLEVEL_L
    case .medium: QR_ECLEVEL_M
    case .quartile: QR_ECLEVEL_Q
    case .high: QR_ECLEVEL_H
    }
  }
}
