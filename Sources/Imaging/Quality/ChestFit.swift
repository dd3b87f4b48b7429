/// Lays the chest template over a film: how well it fits, where, and which way round it fits best.

internal import Foundation

/// The best place of the template on a film.
package struct ChestFit: Equatable, Sendable {
  /// Correlation of film and template, -1...1, times the root of the share of the film that the template covers.
  package let score: Double
  /// Size of the template relative to the film, across and down.
  let scaleX: Double
  let scaleY: Double
  /// Shift of its centre, in widths and heights of the film.
  let shiftX: Double
  let shiftY: Double

  /// Where a place of the template (0...1) lies on the film (0...1).
  func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    ((x - 0.5) * scaleX + 0.5 + shiftX, (y - 0.5) * scaleY + 0.5 + shiftY)
  }

  /// Every size and shift that is tried.
  private static let candidates: [ChestFit] = {
    let shifts = stride(from: -0.2, through: 0.201, by: 0.05)
    var all: [ChestFit] = []
    for down in [0.75, 0.85, 0.95, 1.05, 1.15, 1.3, 1.45] {
      for aspect in [0.85, 1.0, 1.2] where (0.7...1.5).contains(down * aspect) {
        for x in shifts {
          for y in shifts {
            all.append(ChestFit(score: 0, scaleX: down * aspect, scaleY: down, shiftX: x, shiftY: y))
          }
        }
      }
    }
    return all
  }()

  /// - Parameter cells: 32 x 32 values of the film.
  static func best(on cells: [Float]) -> ChestFit { best(among: candidates, on: cells) }

  /// The score in the template's own place and size, which is enough to tell up from down.
  static func plain(on cells: [Float]) -> Double {
    best(among: [ChestFit(score: 0, scaleX: 1, scaleY: 1, shiftX: 0, shiftY: 0)], on: cells).score
  }

  private static func best(among candidates: [ChestFit], on cells: [Float]) -> ChestFit {
    var best = ChestFit(score: -1, scaleX: 1, scaleY: 1, shiftX: 0, shiftY: 0)
    for candidate in candidates {
      guard let score = candidate.score(on: cells), score > best.score else { continue }
      best = ChestFit(
        score: score, scaleX: candidate.scaleX, scaleY: candidate.scaleY, shiftX: candidate.shiftX,
        shiftY: candidate.shiftY)
    }
    return best
  }

  /// nil where the template covers less than six tenths of the film.
  private func score(on cells: [Float]) -> Double? {
    let side = ChestTemplate.side
    let across = (0..<side).map { Tap($0, scaleX, shiftX) }, down = (0..<side).map { Tap($0, scaleY, shiftY) }
    let columns = across.indices.filter { across[$0].isInside }
    let rows = down.indices.filter { down[$0].isInside }
    let count = rows.count * columns.count
    guard count * 10 >= side * side * 6 else { return nil }
    var (f, t, ff, tt, ft) = (0.0, 0.0, 0.0, 0.0, 0.0)
    ChestTemplate.values.withUnsafeBufferPointer { template in
      for y in rows {
        let line = down[y]
        for x in columns {
          let tap = across[x]
          let a = template[line.low * side + tap.low], b = template[line.low * side + tap.low + 1]
          let c = template[(line.low + 1) * side + tap.low], d = template[(line.low + 1) * side + tap.low + 1]
          let upper = a + (b - a) * tap.share, lower = c + (d - c) * tap.share
          let model = Double(upper + (lower - upper) * line.share), film = Double(cells[y * side + x])
          f += film
          t += model
          ff += film * film
          tt += model * model
          ft += film * model
        }
      }
    }
    let n = Double(count)
    let film = ff - f * f / n, model = tt - t * t / n
    guard film > 1e-9, model > 1e-9 else { return 0 }
    return (ft - f * t / n) / (film * model).squareRoot() * (n / Double(side * side)).squareRoot()
  }

  /// Which template cells lie under a cell of the film.
  private struct Tap {
    let low: Int
    let share: Float
    let isInside: Bool

    init(_ cell: Int, _ scale: Double, _ shift: Double) {
      let side = Double(ChestTemplate.side)
      let place = (((Double(cell) + 0.5) / side - 0.5 - shift) / scale + 0.5) * side - 0.5
      isInside = place >= -0.5 && place <= side - 0.5
      low = min(max(Int(place.rounded(.down)), 0), ChestTemplate.side - 2)
      share = Float(min(max(place - Double(low), 0), 1))
    }
  }
}
