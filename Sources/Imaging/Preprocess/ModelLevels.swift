/// From deep modality values to the 8 bits that the published models were trained on.

extension ModalityImage {
  /// An 8-bit level for each code by its place in the nominal range: 16-bit files keep their high byte.
  func nominalLevels() -> [UInt8] {
    let span = nominalRange.upperBound - nominalRange.lowerBound
    let top = Double((1 << bitsStored) - 1)
    return masked(
      levels.map { level in
        let value = bright(level, in: nominalRange)
        let step = span > 0 ? Int(((value - nominalRange.lowerBound) / span * top).rounded()) : 0
        return bitsStored >= 8 ? UInt8(step >> (bitsStored - 8)) : UInt8(step * 255 / Int(top))
      })
  }

  /// An 8-bit level for each code between the 0.5 and 99.5 percentiles of about 2000 pixels, truncated: the rescale of
  /// the published training code. Padding takes no part and becomes black.
  func percentileLevels() -> [UInt8] {
    let bright = levels.map { self.bright($0, in: nominalRange) }
    let stride = max(1, codes.count / 2000)
    let sample = Swift.stride(from: 0, to: codes.count, by: stride).map { Int(codes[$0]) }
      .filter { !(padding?.contains($0) ?? false) }
      .map { bright[$0] }.sorted()
    return masked(Self.rescale(bright, sample: sample) { self.brightest(bright) })
  }

  /// Levels of a colour film deeper than 8 bits, by stored value: one pair of percentiles for the three channels.
  static func percentileLevels(colour frame: StoredFrame) -> [UInt8] {
    let values = frame.values
    let stride = max(1, frame.rows * frame.columns / 2000)
    let pixels = Swift.stride(from: 0, to: frame.rows * frame.columns, by: stride)
    let sample = pixels.flatMap { values[3 * $0..<3 * $0 + 3] }.map { Double($0) }.sorted()
    return rescale(frame.storedRange.map { Double($0) }, sample: sample) {
      values.max().map { Double($0) } ?? 0
    }
  }

  /// `trunc((clip(v) - low) / (high - low) * 255)`, or `trunc(v / brightest * 255)` where the percentiles coincide.
  private static func rescale(_ values: [Double], sample: [Double], brightest: () -> Double) -> [UInt8] {
    guard !sample.isEmpty else { return values.map { _ in 0 } }
    let low = Percentile.linear(sample, 0.5), high = Percentile.linear(sample, 99.5)
    if high > low {
      return values.map { UInt8((min(max($0, low), high) - low) / (high - low) * 255) }
    }
    let top = brightest()
    return values.map { top > 0 ? UInt8(min(max($0 / top * 255, 0), 255)) : 0 }
  }

  private func brightest(_ bright: [Double]) -> Double {
    codes.lazy.map { Int($0) }.filter { !(self.padding?.contains($0) ?? false) }.map { bright[$0] }.max() ?? 0
  }

  private func masked(_ table: [UInt8]) -> [UInt8] {
    guard let padding else { return table }
    return table.indices.map { padding.contains($0) ? 0 : table[$0] }
  }
}
