/// A film's gray values between its own darkest and brightest, for looking at rather than for showing.

/// `rows * columns` values, row-major; 0 is the lowest that occurs, 1 the highest.
struct GrayPlane: Sendable {
  let rows: Int
  let columns: Int
  let values: [Float]

  init(rows: Int, columns: Int, values: [Float]) {
    precondition(values.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// The stored values, without regard to polarity.
  init(_ frame: StoredFrame) {
    self.init(rows: frame.rows, columns: frame.columns, codes: frame.narrowed().frame.grayCodes()) {
      Float($0)
    }
  }

  /// The modality values in the reading convention, bone bright. Padding counts as the darkest.
  init(_ image: ModalityImage) {
    let levels = image.levels.map { Float(image.bright($0, in: image.nominalRange)) }
    let floor = image.padding.map { padding in
      image.codes.lazy.filter { !padding.contains(Int($0)) }.map { levels[Int($0)] }.min() ?? 0
    }
    self.init(rows: image.rows, columns: image.columns, codes: image.codes) { code in
      if let floor, image.padding?.contains(Int(code)) == true { return floor }
      return levels[Int(code)]
    }
  }

  private init(rows: Int, columns: Int, codes: [UInt16], _ level: (UInt16) -> Float) {
    let levels = codes.map(level)
    let low = levels.min() ?? 0, high = levels.max() ?? 0
    let scale = high > low ? 1 / (high - low) : 0
    self.init(rows: rows, columns: columns, values: levels.map { ($0 - low) * scale })
  }

  /// The mean of each cell of a `height` x `width` grid laid over the plane.
  func averaged(height: Int, width: Int) -> GrayPlane {
    var sums = [Float](repeating: 0, count: height * width)
    var counts = [Float](repeating: 0, count: height * width)
    let cell = (0..<columns).map { $0 * width / columns }
    values.withUnsafeBufferPointer { values in
      for y in 0..<rows {
        let line = y * height / rows * width
        for x in 0..<columns {
          sums[line + cell[x]] += values[y * columns + x]
          counts[line + cell[x]] += 1
        }
      }
    }
    // A plane smaller than the grid leaves cells without a pixel: they take the nearest one's.
    for y in 0..<height {
      for x in 0..<width where counts[y * width + x] == 0 {
        sums[y * width + x] = values[y * rows / height * columns + x * columns / width]
        counts[y * width + x] = 1
      }
    }
    return GrayPlane(rows: height, columns: width, values: zip(sums, counts).map { $0 / $1 })
  }
}
