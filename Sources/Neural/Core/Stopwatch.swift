/// How long each layer of a forward pass takes.

/// Adds up laps by name, in the order in which the names came first.
package final class Stopwatch {
  package struct Row: Sendable {
    package let layer: String
    package var seconds = 0.0
    package var multiplyAdds = 0
  }

  package private(set) var rows: [Row] = []
  /// What stands before the name of a layer: the stage that it belongs to.
  var place = ""
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant

  package init() { last = clock.now }

  /// What was before is nobody's time.
  package func start() { last = clock.now }

  /// The time since the last lap was spent in `layer`, with so many multiply-adds.
  func lap(_ layer: String, multiplyAdds: Int = 0) {
    let now = clock.now
    let name = "\(place) \(layer)"
    let index = rows.firstIndex { $0.layer == name } ?? rows.endIndex
    if index == rows.endIndex { rows.append(Row(layer: name)) }
    rows[index].seconds += (now - last) / .seconds(1)
    rows[index].multiplyAdds += multiplyAdds
    last = now
  }
}
