/// Plots as numbers, and their drawing in cells.

package import Review
import Terminal
import Trust

/// What the plots are drawn from: nothing that is hidden from the reader.
struct PlotData {
  private(set) var films = 0
  private(set) var probabilities: [Double] = []
  /// The share of calibration's probabilities in each of 20 bins, for the labels that the films have; empty where the pack
  /// keeps none.
  private(set) var calibration: [Double] = []
  /// Probability, and whether the reader answered present.
  private(set) var answered: [ScoredAnswer] = []

  static let bins = 20

  init(_ state: State) {
    var labels: Set<String> = []
    defer { calibration = Self.shares(state.reference, labels) }
    for row in state.queue.rows.indices {
      guard let verdict = state.visible(row).verdict, !verdict.probabilities.isEmpty else { continue }
      films += 1
      labels.formUnion(verdict.labels)
      probabilities += verdict.probabilities.map(Double.init)
      guard let study = state.queue.rows[row].study else { continue }
      let answers = state.ledger.session.record(of: study).answers
      for (index, label) in verdict.labels.enumerated() {
        guard let answer = answers[label], answer != .undetermined else { continue }
        answered.append(
          ScoredAnswer(
            probability: Double(verdict.probabilities[index]), isPresent: answer == .present,
            state: verdict.states[index]))
      }
    }
  }
}

extension PlotData {
  /// Each label counts alike, as it does among films that were all read for the same labels.
  private static func shares(_ reference: ScoreReference?, _ labels: Set<String>) -> [Double] {
    guard let reference else { return [] }
    let columns = zip(reference.names, reference.scores).filter { labels.contains($0.0) }.map(\.1)
    guard !columns.isEmpty else { return [] }
    return columns.reduce([Double](repeating: 0, count: bins)) { sum, column in
      let weight = Double(column.count * columns.count)
      return zip(sum, histogram(column, bins: bins)).map { $0 + Double($1) / weight }
    }
  }
}

/// A probability beside what the reader said.
package struct ScoredAnswer: Equatable, Sendable {
  package let probability: Double
  package let isPresent: Bool
  package let state: FindingState

  package init(probability: Double, isPresent: Bool, state: FindingState) {
    self.probability = probability
    self.isPresent = isPresent
    self.state = state
  }
}

/// How many of the values 0...1 fall into each of equal bins; 1 is in the last.
package func histogram(_ values: [Double], bins: Int) -> [Int] {
  var counts = [Int](repeating: 0, count: max(1, bins))
  for value in values where value.isFinite {
    counts[min(max(Int(value * Double(bins)), 0), bins - 1)] += 1
  }
  return counts
}

/// Mean probability and share of present answers, for each tenth of the scale that has any (Guo et al. 2017).
package func reliability(_ answers: [ScoredAnswer]) -> [SIMD2<Double>] {
  Dictionary(grouping: answers) { min(9, Int($0.probability * 10)) }.sorted { $0.key < $1.key }.map {
    _, group in
    let n = Double(group.count)
    return SIMD2(group.reduce(0) { $0 + $1.probability } / n, Double(group.count { $0.isPresent }) / n)
  }
}

/// Coverage and the share of contradicted decisions, taking the decisions furthest from one half first. Abstentions are
/// never covered.
package func riskCoverage(_ answers: [ScoredAnswer]) -> [SIMD2<Double>] {
  let decided = answers.filter { $0.state != .uncertain }
    .sorted { abs($0.probability - 0.5) > abs($1.probability - 0.5) }
  var wrong = 0
  return decided.enumerated().map { index, answer in
    if (answer.state == .present) != answer.isPresent { wrong += 1 }
    return SIMD2(Double(index + 1) / Double(max(1, answers.count)), Double(wrong) / Double(index + 1))
  }
}

extension Grid {
  /// Bars over the width of `rect`, the highest as high as it, with its count at the left.
  /// - Parameter expected: what each bar is held against, drawn as a dot; empty for none.
  mutating func bars(
    _ counts: [Int], against expected: [Double] = [], in rect: CellRect, low: String, high: String
  ) {
    let most = max(1, counts.max() ?? 1, expected.max().map { Int($0.rounded(.up)) } ?? 1)
    let eighths = Array(" ▁▂▃▄▅▆▇█")
    for column in 0..<rect.columns {
      let count = counts[column * counts.count / rect.columns]
      let height = count * rect.rows * 8 / most
      for row in 0..<rect.rows {
        let filled = min(8, max(0, height - (rect.rows - 1 - row) * 8))
        put(String(eighths[filled]), column: rect.column + column, row: rect.row + row, role: .barFill)
      }
    }
    for column in 0..<(expected.isEmpty ? 0 : rect.columns) {
      let share = expected[column * expected.count / rect.columns] / Double(most)
      let row = rect.row + rect.rows - 1 - min(rect.rows - 1, Int(share * Double(rect.rows)))
      put("·", column: rect.column + column, row: row, role: .notice)
    }
    axes(in: rect, top: "\(most)", low: low, high: high)
  }

  /// Points of the unit square, and the line that they should follow.
  mutating func curve(
    _ points: [SIMD2<Double>], against line: ((Double) -> Double)?, in rect: CellRect, low: String,
    high: String
  ) {
    func mark(_ x: Double, _ y: Double, _ glyph: String, _ role: Role) {
      let column = rect.column + min(rect.columns - 1, Int(x * Double(rect.columns)))
      let row = rect.row + rect.rows - 1 - min(rect.rows - 1, Int(y * Double(rect.rows)))
      put(glyph, column: column, row: row, role: role)
    }
    if let line {
      for column in 0..<rect.columns {
        let x = (Double(column) + 0.5) / Double(rect.columns)
        mark(x, line(x), "·", .dim)
      }
    }
    for point in points { mark(point.x, point.y, "●", .notice) }
    axes(in: rect, top: "1", low: low, high: high)
  }

  private mutating func axes(in rect: CellRect, top: String, low: String, high: String) {
    putRight(top, end: rect.column - 1, row: rect.row, role: .dim)
    putRight("0", end: rect.column - 1, row: rect.row + rect.rows - 1, role: .dim)
    verticalLine(column: rect.column - 1, row: rect.row, rows: rect.rows)
    horizontalLine(column: rect.column - 1, row: rect.row + rect.rows, columns: rect.columns + 1)
    put(low, column: rect.column, row: rect.row + rect.rows + 1, role: .dim)
    putRight(high, end: rect.column + rect.columns, row: rect.row + rect.rows + 1, role: .dim)
  }
}
