/// The float32 and 16-bit paths of OpenCV's bilinear resize, used for maps and for deep pictures.

extension Resize {
  /// float32 samples, as an OpenCV build without vendor libraries computes them.
  package static func linear(_ source: [Float], rows: Int, columns: Int, toRows: Int, toColumns: Int)
    -> [Float]
  {
    floats(source, (rows, columns), (toRows, toColumns), { $0 }, { ($0 + $1 + $2 + $3) * 0.25 }, { $0 })
  }

  /// 16-bit samples: the float32 path, rounded half to even; the exact half size is an integer mean.
  package static func linear(_ source: [UInt16], rows: Int, columns: Int, toRows: Int, toColumns: Int)
    -> [UInt16]
  {
    floats(
      source, (rows, columns), (toRows, toColumns), { Float($0) },
      { UInt16(truncatingIfNeeded: (UInt32($0) + UInt32($1) + UInt32($2) + UInt32($3) + 2) >> 2) },
      { UInt16(min(max($0.rounded(.toNearestOrEven), 0), 65535)) })
  }

  @inline(__always)
  private static func floats<Sample>(
    _ source: [Sample], _ size: (rows: Int, columns: Int), _ target: (rows: Int, columns: Int),
    _ widen: (Sample) -> Float, _ mean: (Sample, Sample, Sample, Sample) -> Sample,
    _ narrow: (Float) -> Sample
  ) -> [Sample] {
    precondition(
      source.count == size.rows * size.columns && !source.isEmpty && target.rows > 0 && target.columns > 0)
    if size == target { return source }
    if size == (2 * target.rows, 2 * target.columns) { return halved(source, size, mean) }
    let across = Taps(from: size.columns, to: target.columns, settled: true)
    let down = Taps(from: size.rows, to: target.rows, settled: false)
    var lines = LinePair<Float>(width: target.columns)
    var out = [Sample]()
    out.reserveCapacity(target.rows * target.columns)
    for y in 0..<target.rows {
      lines.load(down.lower[y], down.upper[y]) { row, line in
        for x in 0..<line.count {
          let t = across.fraction[x]
          let left = widen(source[row * size.columns + across.lower[x]])
          let right = widen(source[row * size.columns + across.upper[x]])
          line[x] = left * (1 - t) + right * t
        }
      }
      let t = down.fraction[y]
      lines.read { first, second in
        for x in 0..<first.count { out.append(narrow(first[x] * (1 - t) + second[x] * t)) }
      }
    }
    return out
  }

  private static func halved<Sample>(
    _ source: [Sample], _ size: (rows: Int, columns: Int), _ mean: (Sample, Sample, Sample, Sample) -> Sample
  ) -> [Sample] {
    var out = [Sample]()
    for y in stride(from: 0, to: size.rows, by: 2) {
      let upper = y * size.columns, lower = upper + size.columns
      for x in stride(from: 0, to: size.columns, by: 2) {
        out.append(mean(source[upper + x], source[upper + x + 1], source[lower + x], source[lower + x + 1]))
      }
    }
    return out
  }
}
