/// The eight ways to turn and mirror a picture without resampling it.

/// Clockwise quarter turns first, then, if asked for, left and right exchanged.
package struct Reorientation: Hashable, Codable, Sendable, CaseIterable {
  /// 0...3.
  package let quarterTurns: Int
  package let isMirrored: Bool

  package init(quarterTurns: Int, isMirrored: Bool = false) {
    self.quarterTurns = ((quarterTurns % 4) + 4) % 4
    self.isMirrored = isMirrored
  }

  package static let identity = Reorientation(quarterTurns: 0)
  /// Turns before mirrors, so that a search finds the least change first.
  package static let allCases = [false, true].flatMap { mirrored in
    (0..<4).map { Reorientation(quarterTurns: $0, isMirrored: mirrored) }
  }

  /// What a reader must do to a picture with this EXIF orientation, 1...8 (TIFF 6.0, tag 274).
  package init?(exif: Int) {
    switch exif {
    case 1: self.init(quarterTurns: 0)
    case 2: self.init(quarterTurns: 0, isMirrored: true)
    case 3: self.init(quarterTurns: 2)
    case 4: self.init(quarterTurns: 2, isMirrored: true)
    case 5: self.init(quarterTurns: 1, isMirrored: true)
    case 6: self.init(quarterTurns: 1)
    case 7: self.init(quarterTurns: 3, isMirrored: true)
    case 8: self.init(quarterTurns: 3)
    default: return nil
    }
  }

  package var swapsAxes: Bool { quarterTurns % 2 == 1 }

  /// Rows and columns of the result.
  package func size(rows: Int, columns: Int) -> (rows: Int, columns: Int) {
    swapsAxes ? (columns, rows) : (rows, columns)
  }

  /// The pixel of a `rows` x `columns` picture that comes to lie at (`row`, `column`) of the result.
  package func source(row: Int, column: Int, rows: Int, columns: Int) -> (row: Int, column: Int) {
    let last = size(rows: rows, columns: columns).columns - 1
    let (y, x) = (row, isMirrored ? last - column : column)
    return switch quarterTurns {
    case 0: (y, x)
    case 1: (rows - 1 - x, y)
    case 2: (rows - 1 - y, columns - 1 - x)
    default: (x, columns - 1 - y)
    }
  }

  /// A row-major plane of `samples` interleaved values a pixel, turned and mirrored.
  package func apply<T>(to plane: [T], rows: Int, columns: Int, samples: Int = 1) -> [T] {
    precondition(plane.count == rows * columns * samples)
    if self == .identity || plane.isEmpty { return plane }
    let out = size(rows: rows, columns: columns)
    func offset(_ row: Int, _ column: Int) -> Int {
      let place = source(row: row, column: column, rows: rows, columns: columns)
      return place.row * columns + place.column
    }
    let origin = offset(0, 0)
    let across = out.columns > 1 ? offset(0, 1) - origin : 0
    let down = out.rows > 1 ? offset(1, 0) - origin : 0
    return [T](unsafeUninitializedCapacity: plane.count) { target, count in
      plane.withUnsafeBufferPointer { plane in
        for y in 0..<out.rows {
          for x in 0..<out.columns {
            let from = (origin + y * down + x * across) * samples
            let to = (y * out.columns + x) * samples
            for k in 0..<samples { target.initializeElement(at: to + k, to: plane[from + k]) }
          }
        }
      }
      count = plane.count
    }
  }
}
