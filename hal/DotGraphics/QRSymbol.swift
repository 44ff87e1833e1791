import CQREncode
package import ESCPOS

/// The modules of a QR code.
package struct QRSymbol: Hashable, Sendable {
  /// Modules along an edge.
  package let edge: Int
  /// Row by row, true for dark.
  package let modules: [Bool]

  /// Encodes bytes; nil when there are none, or more than a code can hold.
  package init?(
    _ data: [UInt8], correction: ESCPOSCommand.QRCorrection
  ) throws(DotGraphicsError) {
    var encoded: UnsafeMutablePointer<UInt8>?
    let result =
      data.isEmpty
      ? 0 : qr_encode(data, Int32(clamping: data.count), Self.level(correction), &encoded)
    if result == QR_NO_LIBRARY { throw .libraryMissing(package: "libqrencode4") }
    guard result > 0, let encoded else { return nil }
    defer { qr_free(encoded) }
    edge = Int(result)
    modules = UnsafeBufferPointer(start: encoded, count: edge * edge).map { $0 == 1 }
  }

  /// The code with so many dots to a module, without the quiet zone.
  package func image(moduleDots: Int) -> DotImage {
    var image = DotImage(width: edge * moduleDots, height: edge * moduleDots)
    for (index, isDark) in modules.enumerated() where isDark {
      let (row, column) = index.quotientAndRemainder(dividingBy: edge)
      image.fill(
        x: column * moduleDots, y: row * moduleDots, width: moduleDots, height: moduleDots)
    }
    return image
  }

  private static func level(_ correction: ESCPOSCommand.QRCorrection) -> qr_correction {
    switch correction {
    case .low: qr_low
    case .medium: qr_medium
    case .quartile: qr_quartile
    case .high: qr_high
    }
  }
}
