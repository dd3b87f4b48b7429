/// Numbers about a film's picture that quality checks rest on. Pure: the same film gives the same numbers.

internal import Foundation

struct FilmStatistics {
  /// The template's best fit on the film as it lies, and on the film with black and white exchanged.
  let fit: ChestFit
  let invertedFit: ChestFit
  /// The plain score of the film as it lies or mirrored, and of the best of the six other ways to lay it.
  let upright: Double
  let turned: Double
  /// From the 5th to the 95th percentile of the middle of the film, of its whole range.
  let contrast: Double
  /// Standard deviation of the pixel noise (Immerkaer 1996), of that contrast.
  let noise: Double
  /// Shares of the middle of the film at its darkest and at its brightest.
  let blackShare: Double
  let whiteShare: Double
  let tilt: Tilt
  /// For each edge, how much brighter than the lung its wall is, of the mediastinum's brightness.
  let walls: [FilmEdge: Double]

  init(_ plane: GrayPlane) {
    let side = ChestTemplate.side
    let cells = plane.averaged(height: side, width: side).values
    fit = ChestFit.best(on: cells)
    invertedFit = ChestFit.best(on: cells.map { 1 - $0 })
    let ways = Reorientation.allCases.map {
      ($0, ChestFit.plain(on: $0.apply(to: cells, rows: side, columns: side)))
    }
    upright = ways.filter { $0.0.quarterTurns == 0 }.map(\.1).max() ?? 0
    turned = ways.filter { $0.0.quarterTurns != 0 }.map(\.1).max() ?? 0
    let middle = Middle(plane)
    (contrast, noise) = (middle.contrast, middle.noise)
    (blackShare, whiteShare) = (middle.blackShare, middle.whiteShare)
    let fine = plane.averaged(height: 64, width: 64)
    tilt = Tilt(of: fine)
    walls = LungWalls(fine, fit).ratios
  }
}

/// Statistics of the middle two thirds of a film.
private struct Middle {
  let contrast: Double
  let noise: Double
  let blackShare: Double
  let whiteShare: Double

  init(_ plane: GrayPlane) {
    let rows = plane.rows / 6..<max(plane.rows / 6 + 1, plane.rows - plane.rows / 6)
    let columns = plane.columns / 6..<max(plane.columns / 6 + 1, plane.columns - plane.columns / 6)
    var counts = [Int](repeating: 0, count: 1001)
    for y in rows {
      for x in columns { counts[Int(plane.values[y * plane.columns + x] * 1000)] += 1 }
    }
    let all = rows.count * columns.count
    func percentile(_ share: Double) -> Double {
      var seen = 0
      for (level, count) in counts.enumerated() {
        seen += count
        if Double(seen) > share * Double(all) { return Double(level) / 1000 }
      }
      return 1
    }
    contrast = percentile(0.95) - percentile(0.05)
    blackShare = Double(counts[0...4].reduce(0, +)) / Double(all)
    whiteShare = Double(counts[996...1000].reduce(0, +)) / Double(all)
    noise = Self.noise(plane, rows, columns) / max(contrast, 1e-6)
  }

  /// Standard deviation of the noise by the difference of two Laplacians.
  private static func noise(_ plane: GrayPlane, _ rows: Range<Int>, _ columns: Range<Int>) -> Double {
    guard rows.count > 2, columns.count > 2 else { return 0 }
    let width = plane.columns
    var sum = 0.0
    for y in rows.dropFirst().dropLast() {
      for x in columns.dropFirst().dropLast() {
        let i = y * width + x
        let v = plane.values
        let sides = v[i - 1] + v[i + 1] + v[i - width] + v[i + width]
        let corners = v[i - width - 1] + v[i - width + 1] + v[i + width - 1] + v[i + width + 1]
        sum += Double(abs(4 * v[i] - 2 * sides + corners))
      }
    }
    return (Double.pi / 2).squareRoot() * sum / (6 * Double((rows.count - 2) * (columns.count - 2)))
  }
}

package enum FilmEdge: String, CaseIterable, Codable, Sendable { case left, right, top, bottom }

/// Looks from each lung towards the edges of the film: a lung that is wholly on it ends in a brighter wall.
private struct LungWalls {
  let ratios: [FilmEdge: Double]

  init(_ fine: GrayPlane, _ fit: ChestFit) {
    let side = fine.rows
    func cell(_ place: Double) -> Int { min(max(Int(place * Double(side)), 4), side - 5) }
    func value(_ y: Int, _ x: Int) -> Double { Double(fine.values[y * side + x]) }
    func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    let heights = stride(from: 0.3, through: 0.551, by: 0.05)
    let mediastinum = median(
      heights.map { height in
        let place = fit.place(0.5, height)
        return (-1...1).reduce(0) { $0 + value(cell(place.y), cell(place.x) + $1) } / 3
      })
    /// From the darkest cell near `start` along a line to the edge before or after it.
    func wall(from start: Int, towardsZero: Bool, _ at: (Int) -> Double) -> Double {
      let near = start - 4...start + 4
      let darkest = near.min { at($0) < at($1) } ?? start
      let way = towardsZero ? Array(0...darkest) : Array(darkest..<side)
      let brightest = way.map(at).max() ?? 0
      return (brightest - at(darkest)) / max(mediastinum - at(darkest), 0.05)
    }
    func beside(_ x: Double, _ towardsZero: Bool) -> Double {
      median(
        heights.map { height in
          let place = fit.place(x, height)
          let row = cell(place.y)
          return wall(from: cell(place.x), towardsZero: towardsZero) { value(row, $0) }
        })
    }
    func above(_ y: Double, _ towardsZero: Bool) -> Double {
      median(
        [0.27, 0.32, 0.68, 0.73].map { x in
          let place = fit.place(x, y)
          let column = cell(place.x)
          return wall(from: cell(place.y), towardsZero: towardsZero) { value($0, column) }
        })
    }
    ratios = [
      .left: beside(0.3, true), .right: beside(0.7, false), .top: above(0.32, true),
      .bottom: above(0.5, false),
    ]
  }
}
