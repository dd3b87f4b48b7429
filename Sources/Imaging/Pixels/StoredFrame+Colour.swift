/// Colours of a stored frame as red, green and blue (PS3.3 C.7.6.3.1.2).

/// Red, green and blue tables of a PALETTE COLOR image (PS3.3 C.7.6.3.1.5), equally long.
package struct Palette: Equatable, Sendable {
  package let first: Int
  /// 8 or 16 bits of an entry.
  package let bits: Int
  package let red: [UInt16]
  package let green: [UInt16]
  package let blue: [UInt16]

  package init(first: Int, bits: Int, red: [UInt16], green: [UInt16], blue: [UInt16]) {
    precondition(!red.isEmpty && red.count == green.count && red.count == blue.count)
    self.first = first
    self.bits = bits
    self.red = red
    self.green = green
    self.blue = blue
  }
}

extension StoredFrame {
  /// The frame in RGB, or nil for gray and for a palette image without its palette.
  package func rgb(palette: Palette? = nil) -> StoredFrame? {
    switch photometric {
    case .monochrome1, .monochrome2: nil
    case .rgb: self
    case .ybrICT, .ybrRCT: coloured(values, bits: bitsStored, isSigned: isSigned)
    case .ybrFull, .ybrFull422: bitsStored <= 16 && !isSigned ? coloured(ybrToRGB(), bits: bitsStored) : nil
    case .paletteColor: palette.map { coloured(look(up: $0), bits: $0.bits) }
    }
  }

  private func coloured(_ values: [Int32], bits: Int, isSigned: Bool = false) -> StoredFrame {
    StoredFrame(
      rows: rows, columns: columns, samplesPerPixel: 3, bitsStored: bits, isSigned: isSigned,
      photometric: .rgb, values: values, luma: luma)
  }

  private func look(up palette: Palette) -> [Int32] {
    let values = values
    var out = [Int32](repeating: 0, count: 3 * values.count)
    for (i, index) in values.enumerated() {
      let entry = min(max(Int(index) - palette.first, 0), palette.red.count - 1)
      out[3 * i] = Int32(palette.red[entry])
      out[3 * i + 1] = Int32(palette.green[entry])
      out[3 * i + 2] = Int32(palette.blue[entry])
    }
    return out
  }

  /// ITU-R BT.601 over the full range (PS3.3 C.7.6.3.1.2, ISO/IEC 10918-5 7), rounded half up, in single precision.
  private func ybrToRGB() -> [Int32] {
    let half = Float(1 << (bitsStored - 1)), top = Float((1 << bitsStored) - 1)
    let greenBlue: Float = -0.114 * 1.772 / 0.587, greenRed: Float = -0.299 * 1.402 / 0.587
    let values = values
    var out = [Int32](repeating: 0, count: values.count)
    for i in stride(from: 0, to: values.count, by: 3) {
      let y = Float(values[i]), blue = Float(values[i + 1]) - half, red = Float(values[i + 2]) - half
      let levels = (y + 1.402 * red, y + greenBlue * blue + greenRed * red, y + 1.772 * blue)
      out[i] = Int32(min(max((levels.0 + 0.5).rounded(.down), 0), top))
      out[i + 1] = Int32(min(max((levels.1 + 0.5).rounded(.down), 0), top))
      out[i + 2] = Int32(min(max((levels.2 + 0.5).rounded(.down), 0), top))
    }
    return out
  }
}
