/// Gray levels and overlay strengths as register numbers, by ordered dithering (by rounding in a coarse frame).

package struct SixelQuantizer {
  package let palette: SixelPalette

  package init(palette: SixelPalette) {
    self.palette = palette
  }

  /// The register of every pixel, row-major. Deterministic: depends on the pixel, its position and the palette only.
  package func registers(of picture: Picture) -> [UInt16] {
    registers(of: picture, rows: 0..<picture.height)
  }

  /// Those of some rows alone.
  func registers(of picture: Picture, rows: Range<Int>) -> [UInt16] {
    [UInt16](unsafeUninitializedCapacity: rows.count * picture.width) { registers, count in
      picture.gray.withUnsafeBufferPointer { gray in
        picture.overlay.withUnsafeBufferPointer { overlay in
          for row in rows {
            let line = UnsafeMutableBufferPointer(
              rebasing: registers[
                ((row - rows.lowerBound) * picture.width)..<((row - rows.lowerBound + 1) * picture.width)])
            if overlay.isEmpty || palette.steps == 0 {
              fillRow(row, picture.width, gray, line)
            } else {
              fillRow(row, picture.width, gray, overlay, line)
            }
          }
        }
      }
      count = rows.count * picture.width
    }
  }

  /// A row without colour. `value * levels * 64` stays below 2^32 for the 101 grays that there are at most.
  private func fillRow(
    _ row: Int, _ width: Int, _ gray: UnsafeBufferPointer<UInt16>,
    _ registers: UnsafeMutableBufferPointer<UInt16>
  ) {
    let scale = UInt32((palette.grays - 1) / palette.stride * 64)
    let stride = UInt32(palette.stride)
    let thresholds = (0..<8).map { palette.isDithered ? UInt32(Dither.bayer[(row & 7) * 8 + $0]) : 32 }
    thresholds.withUnsafeBufferPointer { threshold in
      for column in 0..<width {
        let level = (UInt32(gray[row * width + column]) &* scale / 65535 &+ threshold[column & 7]) >> 6
        registers[column] = UInt16(truncatingIfNeeded: level &* stride)
      }
    }
  }

  private func fillRow(
    _ row: Int, _ width: Int, _ gray: UnsafeBufferPointer<UInt16>, _ overlay: UnsafeBufferPointer<UInt8>,
    _ registers: UnsafeMutableBufferPointer<UInt16>
  ) {
    let thresholds = (0..<8).map { palette.isDithered ? Int(Dither.bayer[(row & 7) * 8 + $0]) : 32 }
    let levels = (palette.grays - 1) / palette.stride
    thresholds.withUnsafeBufferPointer { threshold in
      for column in 0..<width {
        let index = row * width + column
        if overlay[index] == 0 {
          let level = Self.level(Int(gray[index]), levels, threshold[column & 7])
          registers[column] = UInt16(truncatingIfNeeded: level * palette.stride)
        } else {
          registers[column] = mixed(Int(gray[index]), Int(overlay[index]), threshold[column & 7])
        }
      }
    }
  }

  /// `value` of 0...65535 as 0...levels; `threshold` 0...63 rounds the rest up or down.
  @inline(__always)
  static func level(_ value: Int, _ levels: Int, _ threshold: Int) -> Int {
    (value * levels * 64 / 65535 + threshold) >> 6
  }

  /// Gray and strength are dithered with opposite thresholds, so that their errors do not add.
  private func mixed(_ gray: Int, _ strength: Int, _ threshold: Int) -> UInt16 {
    let level = Self.level(gray, palette.mixedGrays - 1, threshold)
    let position = strength * palette.steps * 64 / 256 - 32 + (63 - threshold)
    let step = max(0, min(palette.steps - 1, position >> 6))
    return UInt16(truncatingIfNeeded: palette.grays + step * palette.mixedGrays + level)
  }
}
