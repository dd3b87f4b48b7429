/// Frames deeper than 16 bits, brought within the 65,536 codes that the rest of the house counts with.

extension StoredFrame {
  /// A frame of at most 16 bits with the transform that leads back to this one's values. Gray values that span less than
  /// 65,536 keep every step; a wider span, and colours, are divided evenly.
  func narrowed() -> (frame: StoredFrame, scale: Double, offset: Double) {
    guard bitsStored > 16 else { return (self, 1, 0) }
    if samplesPerPixel == 3 { return highHalf() }
    let numbers = numbers
    let low = numbers.min() ?? 0, high = numbers.max() ?? 0
    let scale = max((high - low) / 65535, 1)
    return (rebuilt(numbers.map { Int32((($0 - low) / scale).rounded()) }), scale, low)
  }

  private func highHalf() -> (frame: StoredFrame, scale: Double, offset: Double) {
    let down = bitsStored - 16
    let low = Double(storedRange.lowerBound)
    return (rebuilt(numbers.map { Int32(Int($0 - low) >> down) }), 1, 0)
  }

  private func rebuilt(_ values: [Int32]) -> StoredFrame {
    StoredFrame(
      rows: rows, columns: columns, samplesPerPixel: samplesPerPixel, bitsStored: 16,
      photometric: photometric,
      values: values)
  }
}
