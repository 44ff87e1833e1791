import CFreeType
import Glibc
import RegularFile

/// A font file with Chinese characters, and which of its faces has half-width Latin letters.
package struct FontFile: Hashable, Sendable {
  /// Where it is.
  package let path: String
  /// The number of the face in a collection.
  package let face: Int

  /// Names a face of a font file.
  package init(path: String, face: Int) {
    self.path = path
    self.face = face
  }

  /// Where distributions put their Chinese fonts, the best looking on a slip first.
  package static let usual = [
    FontFile(path: "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", face: 1),
    FontFile(path: "/usr/share/fonts/wqy-microhei/wqy-microhei.ttc", face: 1),
    FontFile(path: "/usr/share/fonts/wqy-microhei-fonts/wqy-microhei.ttc", face: 1),
    FontFile(path: "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", face: 1),
    FontFile(path: "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", face: 7),
  ]

  /// The first of these that is there.
  package static func first(
    of files: [FontFile] = usual
  ) throws(DotGraphicsError) -> FontFile {
    guard let file = files.first(where: { access($0.path, R_OK) == 0 }) else {
      throw .fontMissing(package: "fonts-wqy-microhei")
    }
    return file
  }

  /// Opens the face, if that does not mean to wait for a pipe or a device.
  func open() throws(DotGraphicsError) -> OpaquePointer {
    do throws(RegularFile.Failure) {
      try RegularFile.check(path)
    } catch {
      throw .fontUnreadable(path: path, why: error)
    }
    var opened: OpaquePointer?
    let code = font_open(path, face, &opened)
    if code == FONT_NO_LIBRARY { throw .libraryMissing(package: "libfreetype6") }
    guard code == 0, let opened else { throw .fontUnusable(path: path, code: code) }
    return opened
  }
}
