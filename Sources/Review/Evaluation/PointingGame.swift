/// The pointing game (Zhang et al. 2016): does a map's highest place lie on the finding it explains?

/// A rectangle on a film as shares of its width and height.
package struct FilmBox: Equatable, Sendable {
  package let left, top, right, bottom: Double

  package init(left: Double, top: Double, right: Double, bottom: Double) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }
}

/// Counts of hits, in all and by label. A hit is a map whose highest cell touches a box of the finding: a map knows places no
/// finer than its cells. `chance` is the share of cells that would have been hits.
package struct PointingGame: Equatable, Sendable {
  package struct Count: Equatable, Sendable {
    package var hits = 0
    package var films = 0
    package var chance = 0.0

    package init() {}
    /// `nil` before the first film.
    package var rate: Double? { films > 0 ? Double(hits) / Double(films) : nil }
    /// The rate of a map that points anywhere at random.
    package var chanceRate: Double? { films > 0 ? chance / Double(films) : nil }
  }

  package private(set) var all = Count()
  package private(set) var byLabel: [String: Count] = [:]

  package init() {}

  /// Plays one film and label. A finding without a box does not play.
  package mutating func play(_ map: ExplanationMap, boxes: [FilmBox], label: String) {
    guard let peak = map.values.indices.max(by: { map.values[$0] < map.values[$1] }), !boxes.isEmpty else {
      return
    }
    let touching = map.values.indices.filter { map.cell($0, touchesAny: boxes) }
    let isHit = touching.contains(peak)
    let chance = Double(touching.count) / Double(map.values.count)
    all.count(isHit, chance)
    byLabel[label, default: Count()].count(isHit, chance)
  }
}

extension PointingGame.Count {
  fileprivate mutating func count(_ isHit: Bool, _ chance: Double) {
    films += 1
    hits += isHit ? 1 : 0
    self.chance += chance
  }
}

extension ExplanationMap {
  fileprivate func cell(_ index: Int, touchesAny boxes: [FilmBox]) -> Bool {
    let (row, column) = (Double(index / columns), Double(index % columns))
    let (width, height) = (1 / Double(columns), 1 / Double(rows))
    return boxes.contains { box in
      column * width < box.right && (column + 1) * width > box.left && row * height < box.bottom
        && (row + 1) * height > box.top
    }
  }
}
