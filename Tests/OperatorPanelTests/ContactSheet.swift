import CPNG
import Foundation

@testable import OperatorPanel

/// Pictures side by side in one PNG file, for a person to look at.
struct ContactSheet {
  private static let gap = 6
  private let columns: Int
  private let pictures: [PanelCanvas]
  private let isMono: Bool

  init(_ pictures: [PanelCanvas], columns: Int, isMono: Bool) {
    self.pictures = pictures
    self.columns = columns
    self.isMono = isMono
  }

  func write(to path: String) throws {
    guard let first = pictures.first else { return }
    let rows = (pictures.count + columns - 1) / columns
    let width = columns * (first.width + Self.gap) + Self.gap
    let height = rows * (first.height + Self.gap) + Self.gap
    let colours = (0...255).map { colour(of: UInt8($0)) }
    var bytes = [UInt8](repeating: 0x80, count: width * height * 3)
    for (index, picture) in pictures.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      let left = Self.gap + column * (picture.width + Self.gap)
      let top = Self.gap + row * (picture.height + Self.gap)
      for y in 0..<picture.height {
        var place = ((top + y) * width + left) * 3
        for cell in picture.row(y) {
          let colour = colours[Int(cell)]
          bytes[place] = colour.red
          bytes[place + 1] = colour.green
          bytes[place + 2] = colour.blue
          place += 3
        }
      }
    }
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    (image.width, image.height) = (UInt32(width), UInt32(height))
    image.format = UInt32(PNG_FORMAT_RGB)
    guard png_image_write_to_file(&image, path, 0, bytes, png_int_32(width * 3), nil) != 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  private func colour(of cell: UInt8) -> PanelInk.Colour {
    let ink = PanelInk(rawValue: cell >> 4) ?? .page
    let share = Int(cell & 0x0F)
    if isMono { return PanelInk.Colour((share >= 8) != ink.isInverse ? 0x101010 : 0xD8E4D0) }
    return ink.background.mixed(with: ink.foreground, share: share)
  }
}
