/// A PNG as the first station of the data path.

extension PNGImage {
  /// Gray or RGB stored values; an alpha channel is dropped, as OpenCV drops it when asked for gray or RGB.
  package var frame: StoredFrame {
    let kept = channels >= 3 ? 3 : 1
    let (bits, values) =
      switch samples {
      case .eight(let samples): (8, keep(kept, of: samples))
      case .sixteen(let samples): (16, keep(kept, of: samples))
      }
    return StoredFrame(
      rows: rows, columns: columns, samplesPerPixel: kept, bitsStored: bits,
      photometric: kept == 3 ? .rgb : .monochrome2, values: values)
  }

  /// The first `kept` channels of each pixel.
  private func keep<Sample: FixedWidthInteger>(_ kept: Int, of samples: [Sample]) -> [Int32] {
    if kept == channels { return samples.map { Int32($0) } }
    let pixels = rows * columns
    return [Int32](unsafeUninitializedCapacity: pixels * kept) { out, count in
      for pixel in 0..<pixels {
        for channel in 0..<kept {
          out.initializeElement(at: pixel * kept + channel, to: Int32(samples[pixel * channels + channel]))
        }
      }
      count = pixels * kept
    }
  }
}
