/// A film with an explanation drawn over it and its caption burned in, as a picture file.

package import Imaging

package struct OverlayPicture {
  /// The longer side of the film in the picture is at most this.
  private static let longestSide = 1024
  private static let lineHeight = 20
  private static let scale = 2

  private let width: Int
  private let filmHeight: Int
  private var rgb: [UInt8]
  private let captionTop: Int

  /// - Parameters:
  ///   - map: drawn in amber to white where it speaks for the finding; `nil` leaves the film bare.
  ///   - caption: lines under the film; what has to be said of the reading and the disclaimer are always the last.
  package init(_ film: DisplayImage, _ map: ExplanationMap?, of reading: Reading?, caption: [String]) {
    let shrink = min(1, Double(Self.longestSide) / Double(max(film.columns, film.rows)))
    width = max(1, Int(Double(film.columns) * shrink))
    filmHeight = max(1, Int(Double(film.rows) * shrink))
    captionTop = filmHeight
    let lines = caption + (reading?.provenance.isReduced ?? false ? [reducedNotice] : []) + [disclaimer]
    rgb = [UInt8](repeating: 0, count: width * (filmHeight + lines.count * Self.lineHeight) * 3)
    let whole = Region(x: 0, y: 0, width: Double(film.columns), height: Double(film.rows))
    draw(film.resampled(source: whole, width: width, height: filmHeight), map.map(strength))
    for (index, line) in lines.enumerated() { write(line, line: index) }
  }

  /// - Throws: `ImagingError.outOfMemory`.
  package func png() throws(ImagingError) -> [UInt8] {
    try PNGImage(rows: rgb.count / 3 / width, columns: width, rgb: rgb).encoded()
  }

  /// The map's positive part as 0...1 over the film; all zero where nothing speaks for the finding.
  private func strength(_ map: ExplanationMap) -> [Float] {
    let positive = map.values.map { max($0, 0) }
    let peak = positive.reduce(0, max)
    guard peak > 0 else { return [Float](repeating: 0, count: width * filmHeight) }
    let smooth = Resize.linear(
      positive, rows: map.rows, columns: map.columns, toRows: filmHeight, toColumns: width)
    return smooth.map { min($0 / peak, 1) }
  }

  private mutating func draw(_ gray: [UInt16], _ strength: [Float]?) {
    for (pixel, level) in gray.enumerated() {
      let base = Float(level >> 8)
      let weight = strength.map { 0.6 * max(0, $0[pixel] - 0.15) / 0.85 } ?? 0
      let tint: [Float] = [255, 170, 40]
      for channel in 0..<3 {
        rgb[pixel * 3 + channel] = UInt8((base * (1 - weight) + tint[channel] * weight).rounded())
      }
    }
  }

  /// Writes a caption line in light gray, cut at the picture's edge.
  private mutating func write(_ text: String, line: Int) {
    let top = captionTop + line * Self.lineHeight + 3
    let advance = (BitmapFont.width + 1) * Self.scale
    for (place, character) in text.enumerated() {
      let left = 6 + place * advance
      guard left + advance <= width else { return }
      for (row, bits) in BitmapFont.rows(character).enumerated() {
        for column in 0..<BitmapFont.width where bits & (16 >> column) != 0 {
          dot(left + column * Self.scale, top + row * Self.scale)
        }
      }
    }
  }

  private mutating func dot(_ x: Int, _ y: Int) {
    for row in y..<(y + Self.scale) {
      for column in x..<(x + Self.scale) {
        for channel in 0..<3 { rgb[(row * width + column) * 3 + channel] = 220 }
      }
    }
  }
}
