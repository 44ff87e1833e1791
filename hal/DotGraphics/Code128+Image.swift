package import ESCPOS

extension Code128 {
  /// The bars with so many dots to a module, without the quiet zones.
  package func image(moduleDots: Int, height: Int) -> DotImage {
    var image = DotImage(width: moduleCount * moduleDots, height: height)
    var x = 0
    for (index, modules) in runs.enumerated() {
      let width = modules * moduleDots
      if index % 2 == 0 { image.fill(x: x, y: 0, width: width, height: height) }
      x += width
    }
    return image
  }
}
