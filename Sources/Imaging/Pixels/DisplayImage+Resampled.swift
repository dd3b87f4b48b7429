/// Any part of a displayed film at any size: antialiased when it shrinks, smooth when it grows.

/// A rectangle in pixel coordinates: pixel (0, 0) covers 0..<1 in both axes.
package struct Region: Equatable, Hashable, Sendable {
  package var x: Double
  package var y: Double
  package var width: Double
  package var height: Double

  package init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }
}

extension DisplayImage {
  /// The part of the film under `source`, `height` rows of `width` levels. What lies outside the film is black.
  ///
  /// Columns of source rows are summed first, in long contiguous loops; only then is each line filtered along itself.
  package func resampled(source: Region, width: Int, height: Int) -> [UInt16] {
    precondition(width > 0 && height > 0 && source.width > 0 && source.height > 0)
    let across = FilterAxis(from: source.x, length: source.width, of: columns, to: width)
    let down = FilterAxis(from: source.y, length: source.height, of: rows, to: height)
    let span = across.span
    var line = [Float](repeating: 0, count: max(span.count, 1))
    return [UInt16](unsafeUninitializedCapacity: width * height) { out, count in
      gray.withUnsafeBufferPointer { gray in
        line.withUnsafeMutableBufferPointer { line in
          for y in 0..<height {
            sum(gray, down.taps[y], down, span, line)
            for x in 0..<width {
              let level = across.dot(UnsafeBufferPointer(line), across.taps[x], span.lowerBound)
              out.initializeElement(at: y * width + x, to: UInt16(min(max(level.rounded(), 0), 65535)))
            }
          }
        }
      }
      count = width * height
    }
  }

  /// The weighted sum of the source rows under one output row, over the columns in `span`.
  private func sum(
    _ gray: UnsafeBufferPointer<UInt16>, _ tap: FilterAxis.Tap, _ axis: FilterAxis, _ span: Range<Int>,
    _ line: UnsafeMutableBufferPointer<Float>
  ) {
    line.update(repeating: 0)
    for k in 0..<tap.count {
      let weight = axis.weights[tap.weight + k]
      let start = (tap.first + k) * columns + span.lowerBound
      for i in 0..<span.count { line[i] += weight * Float(gray[start + i]) }
    }
  }
}
