/// Contrast-limited adaptive histogram equalisation (Zuiderveld 1994), for eyes only: no network sees it.

extension DisplayImage {
  /// The film with its local contrast spread. Tiles of an eighth of each side get a histogram of 1024 levels, of which no
  /// level may hold more than `clip` times its even share; what is over is shared out. Between the tiles' centres the four
  /// nearest mappings are mixed. Needs one pass over the pixels for the histograms and one for the result.
  package func equalised(tiles: Int = 8, clip: Double = 2) -> DisplayImage {
    guard rows >= tiles, columns >= tiles, tiles > 0 else { return self }
    let maps = (0..<tiles * tiles).map { tile in
      mapping(row: tile / tiles, column: tile % tiles, tiles: tiles, clip: clip)
    }
    let across = (0..<columns).map { Between($0, of: columns, tiles: tiles) }
    var result = [UInt16](repeating: 0, count: gray.count)
    for y in 0..<rows {
      let down = Between(y, of: rows, tiles: tiles)
      for x in 0..<columns {
        let level = Int(gray[y * columns + x]) >> Self.shift
        let side = across[x]
        func value(_ row: Int, _ column: Int) -> Float { maps[row * tiles + column][level] }
        let top = value(down.low, side.low) * (1 - side.share) + value(down.low, side.high) * side.share
        let bottom = value(down.high, side.low) * (1 - side.share) + value(down.high, side.high) * side.share
        result[y * columns + x] = UInt16(min(max(top * (1 - down.share) + bottom * down.share, 0), 65535))
      }
    }
    return DisplayImage(rows: rows, columns: columns, gray: result, orientation: orientation)
  }

  private static let levels = 1024
  private static let shift = 6

  /// Level to gray for one tile: its clipped, cumulated histogram.
  private func mapping(row: Int, column: Int, tiles: Int, clip: Double) -> [Float] {
    let (top, bottom) = (row * rows / tiles, (row + 1) * rows / tiles)
    let (left, right) = (column * columns / tiles, (column + 1) * columns / tiles)
    var counts = [Int](repeating: 0, count: Self.levels)
    for y in top..<bottom {
      for x in left..<right { counts[Int(gray[y * columns + x]) >> Self.shift] += 1 }
    }
    let total = (bottom - top) * (right - left)
    let limit = max(1, Int(clip * Double(total) / Double(Self.levels)))
    let excess = counts.reduce(0) { $0 + max(0, $1 - limit) }
    let share = Float(excess) / Float(Self.levels)
    var sum: Float = 0
    return counts.map { count in
      sum += Float(min(count, limit)) + share
      return sum / Float(total) * 65535
    }
  }

  /// The two tiles between whose centres a pixel lies, and the share of the second.
  private struct Between {
    let low: Int
    let high: Int
    let share: Float

    init(_ position: Int, of count: Int, tiles: Int) {
      let place = (Float(position) + 0.5) * Float(tiles) / Float(count) - 0.5
      let clamped = min(max(place, 0), Float(tiles - 1))
      low = Int(clamped)
      high = min(low + 1, tiles - 1)
      share = clamped - Float(low)
    }
  }
}
