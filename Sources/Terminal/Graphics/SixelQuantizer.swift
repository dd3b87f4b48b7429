/// Gray levels and overlay strengths as register numbers, by ordered dithering (by rounding in a coarse frame).

package struct SixelQuantizer {
  package let palette: SixelPalette

  /// For each of eight rows the thresholds of `chunk` columns: wide enough to be taken many at a time.
  private let thresholds: [UInt16]
  private static let chunk = 256

  package init(palette: SixelPalette) {
    self.palette = palette
    thresholds = (0..<(8 * Self.chunk)).map { index in
      palette.isDithered ? UInt16(Dither.bayer[index / Self.chunk * 8 + index % 8]) : 32
    }
  }

  /// The register of every pixel, row-major. Deterministic: depends on the pixel, its position and the palette only.
  package func registers(of picture: Picture) -> [UInt16] {
    [UInt16](unsafeUninitializedCapacity: picture.height * picture.width) { registers, count in
      for row in 0..<picture.height {
        let line = registers[(row * picture.width)..<((row + 1) * picture.width)]
        fill(UnsafeMutableBufferPointer(rebasing: line), row: row, of: picture)
      }
      count = picture.height * picture.width
    }
  }

  /// Those of one row, into the first `picture.width` of `registers`.
  func fill(_ registers: UnsafeMutableBufferPointer<UInt16>, row: Int, of picture: Picture) {
    picture.gray.withUnsafeBufferPointer { gray in
      thresholds.withUnsafeBufferPointer { thresholds in
        let gray = UnsafeBufferPointer(rebasing: gray[(row * picture.width)..<((row + 1) * picture.width)])
        let first = (row & 7) * Self.chunk
        let threshold = UnsafeBufferPointer(rebasing: thresholds[first..<(first + Self.chunk)])
        if picture.overlay.isEmpty || palette.steps == 0 { return fill(registers, gray, threshold) }
        picture.overlay.withUnsafeBufferPointer { overlay in
          let overlay = UnsafeBufferPointer(
            rebasing: overlay[(row * picture.width)..<((row + 1) * picture.width)])
          fill(registers, gray, overlay, threshold)
        }
      }
    }
  }

  /// A row without colour.
  private func fill(
    _ registers: UnsafeMutableBufferPointer<UInt16>, _ gray: UnsafeBufferPointer<UInt16>,
    _ threshold: UnsafeBufferPointer<UInt16>
  ) {
    let scale = UInt32((palette.grays - 1) / palette.stride * 64 + 1)
    let step = UInt16(palette.stride)
    for start in stride(from: 0, to: gray.count, by: Self.chunk) {
      for column in 0..<min(Self.chunk, gray.count - start) {
        let position = UInt16(truncatingIfNeeded: (UInt32(gray[start + column]) &* scale) &>> 16)
        registers[start + column] = (position &+ threshold[column]) &>> 6 &* step
      }
    }
  }

  private func fill(
    _ registers: UnsafeMutableBufferPointer<UInt16>, _ gray: UnsafeBufferPointer<UInt16>,
    _ overlay: UnsafeBufferPointer<UInt8>, _ threshold: UnsafeBufferPointer<UInt16>
  ) {
    let levels = (palette.grays - 1) / palette.stride
    for column in 0..<gray.count {
      let threshold = Int(threshold[column & 7])
      if overlay[column] == 0 {
        registers[column] = UInt16(
          truncatingIfNeeded: Self.level(Int(gray[column]), levels, threshold) * palette.stride)
      } else {
        registers[column] = mixed(Int(gray[column]), Int(overlay[column]), threshold)
      }
    }
  }

  /// `value` of 0...65535 as 0...levels; `threshold` 0...63 rounds the rest up or down. Black and white are exact.
  @inline(__always)
  static func level(_ value: Int, _ levels: Int, _ threshold: Int) -> Int {
    ((value * (levels * 64 + 1)) >> 16 + threshold) >> 6
  }

  /// Gray and strength are dithered with opposite thresholds, so that their errors do not add.
  private func mixed(_ gray: Int, _ strength: Int, _ threshold: Int) -> UInt16 {
    let level = Self.level(gray, palette.mixedGrays - 1, threshold)
    let position = strength * palette.steps * 64 / 256 - 32 + (63 - threshold)
    let step = max(0, min(palette.steps - 1, position >> 6))
    return UInt16(truncatingIfNeeded: palette.grays + step * palette.mixedGrays + level)
  }
}
