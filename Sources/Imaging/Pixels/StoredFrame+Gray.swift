/// One gray code for each pixel of a stored frame, colours included.

extension StoredFrame {
  /// Stored values counted from the lowest possible one, so that they index a table; colours as gray.
  func grayCodes() -> [UInt16] {
    if let luma { return luma.map { UInt16($0) } }
    if let codes { return codes }
    precondition(samplesPerPixel == 3 && bitsStored <= 16, "deeper frames are narrowed first")
    let low = Int32(storedRange.lowerBound), values = values
    return [UInt16](unsafeUninitializedCapacity: rows * columns) { out, count in
      count = rows * columns
      values.withUnsafeBufferPointer { values in
        for i in 0..<count {
          out.initializeElement(at: i, to: UInt16(truncatingIfNeeded: gray(values, 3 * i) &- low))
        }
      }
    }
  }

  /// Gray of the pixel whose red sample is at `i`, as a PNG decoder asked for gray computes it: weights of 15 bits,
  /// truncated for samples of 8 bits and rounded for deeper ones.
  @inline(__always)
  private func gray(_ values: UnsafeBufferPointer<Int32>, _ i: Int) -> Int32 {
    let red = values[i], green = values[i + 1], blue = values[i + 2]
    let half: Int64 = bitsStored > 8 ? 16384 : 0
    return Int32(
      truncatingIfNeeded: (9797 * Int64(red) + 19234 * Int64(green) + 3737 * Int64(blue) + half) >> 15)
  }
}
