package import RegularFile

/// Why characters or codes can't be drawn.
package enum DotGraphicsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A library that is loaded when it is needed is not there; the package has it.
  case libraryMissing(package: String)
  /// No font with Chinese characters was found at the usual places.
  case fontMissing(package: String)
  /// The font can't be read.
  case fontUnreadable(path: String, why: RegularFile.Failure)
  /// The font is there, but FreeType can't use it; the code is FreeType's.
  case fontUnusable(path: String, code: Int32)

  package var description: String {
    switch self {
    case .libraryMissing(let package):
      "a library is missing; install the package \(package)"
    case .fontMissing(let package):
      "no font with Chinese characters was found; install the package \(package)"
    case .fontUnreadable(let path, let why): "the font \(path) can't be read: \(why)"
    case .fontUnusable(let path, let code):
      "the font \(path) can't be used (FreeType error \(code))"
    }
  }
}
