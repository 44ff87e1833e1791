/// Why bytes are not data objects, and where.
///
/// Offsets are indices of the slice that was read: for a whole array, bytes from its start, also
/// inside nested templates.
package enum TLVError: Error, Hashable, Sendable {
  /// The bytes end within a tag.
  case tagTruncated(offset: Int)
  /// A tag has more than four bytes.
  case tagTooLong(offset: Int)
  /// The bytes end within a length.
  case lengthTruncated(offset: Int)
  /// A length is indefinite (80), or has more than three bytes after the first.
  case lengthUnsupported(offset: Int)
  /// A value is longer than what is left of the template or of the bytes.
  case valueTruncated(offset: Int, wanted: Int, available: Int)
  /// Templates stand in each other deeper than the limit.
  case nestedTooDeep(offset: Int, limit: Int)
  /// Something other than one template of the expected tag.
  case templateExpected(DataObjectTag, offset: Int)
  /// A list of tags and lengths ends within an entry.
  case listTruncated(offset: Int)
  /// A list asks for more bytes than one command can carry.
  case listTooLong(byteCount: Int)
}
