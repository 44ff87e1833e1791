/// Why a slip could not be made visible.
package enum SlipRenderingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No font with Chinese characters was found at the usual places.
  case fontMissing(package: String)
  /// The font is there, but FreeType can't use it; the code is FreeType's.
  case fontUnusable(path: String, code: Int32)
  /// libpng failed.
  case encodingFailed

  package var description: String {
    switch self {
    case .fontMissing(let package):
      "no font with Chinese characters was found; install the package \(package)"
    case .fontUnusable(let path, let code):
      "the font \(path) can't be used (FreeType error \(code))"
    case .encodingFailed: "the image could not be encoded as PNG"
    }
  }
}
