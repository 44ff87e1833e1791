/// Why a slip could not be made visible.
package enum SlipRenderingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// libpng failed.
  case encodingFailed

  package var description: String { "the image could not be encoded as PNG" }
}
