/// The plots of the report as SVG.

import Foundation
import Review
import Trust

enum EvaluationPlot {
  /// Variables of the page's style, which has them for light and dark screens.
  private static let ink = "var(--ink)"
  private static let pale = "var(--pale)"
  private static let line = "var(--line)"

  /// Frequency against mean probability, with Wilson's intervals, over a strip of how many films each bin holds.
  static func reliability(_ title: String, _ bins: [ReliabilityBin]) -> String {
    let plot = Frame(title, x: "mean probability", y: "frequency")
    var marks =
      "<line x1=\"\(plot.x(0))\" y1=\"\(plot.y(0))\" x2=\"\(plot.x(1))\" y2=\"\(plot.y(1))\" stroke=\"\(line)\" stroke-dasharray=\"4 3\"/>"
    let most = Double(bins.map(\.films).max() ?? 1)
    var path: [String] = []
    for bin in bins {
      guard let p = bin.meanProbability, let f = bin.frequency, let interval = bin.interval else { continue }
      let height = 26 * Double(bin.films) / max(1, most)
      marks +=
        "<rect x=\"\(plot.x(bin.low))\" y=\"\(format(plot.bottom - height))\" width=\"\(format(plot.side * (bin.high - bin.low) - 1))\" height=\"\(format(height))\" fill=\"var(--soft)\"/>"
      marks +=
        "<line x1=\"\(plot.x(p))\" y1=\"\(plot.y(interval.low))\" x2=\"\(plot.x(p))\" y2=\"\(plot.y(interval.high))\" stroke=\"\(pale)\" stroke-width=\"2\"/>"
      path.append("\(plot.x(p)),\(plot.y(f))")
    }
    marks +=
      "<polyline points=\"\(path.joined(separator: " "))\" fill=\"none\" stroke=\"\(ink)\" stroke-width=\"1.5\"/>"
    marks += path.map { point in
      let parts = point.split(separator: ",")
      return "<circle cx=\"\(parts[0])\" cy=\"\(parts[1])\" r=\"3\" fill=\"\(ink)\"/>"
    }.joined()
    return plot.svg(marks)
  }

  /// The risk of what is kept against how much is kept: one pale line a finding, their mean in ink.
  static func riskCoverage(_ curves: [EvaluationReport.Curve]) -> String {
    let most = max(0.01, curves.flatMap(\.risk).max() ?? 0)
    let plot = Frame("Risk and coverage", x: "coverage", y: "risk", top: most)
    func points(_ coverage: [Double], _ risk: [Double]) -> String {
      zip(coverage, risk).map { "\(plot.x($0)),\(plot.y($1 / most))" }.joined(separator: " ")
    }
    var marks = curves.map {
      "<polyline points=\"\(points($0.coverage, $0.risk))\" fill=\"none\" stroke=\"\(pale)\"/>"
    }.joined()
    let whole = curves.filter { $0.risk.count == 100 }
    if !whole.isEmpty {
      let mean = (0..<100).map { k in whole.reduce(0) { $0 + $1.risk[k] } / Double(whole.count) }
      let coverage = (1...100).map { Double($0) / 100 }
      marks +=
        "<polyline points=\"\(points(coverage, mean))\" fill=\"none\" stroke=\"\(ink)\" stroke-width=\"2\"/>"
    }
    return plot.svg(marks)
  }

  /// One line for each finding: its value and interval between 0 and 1.
  static func forest(_ rows: [(String, Estimate?)]) -> String {
    let (left, side, row) = (230.0, 480.0, 20.0)
    let height = row * Double(rows.count) + 30
    func x(_ value: Double) -> String { format(left + side * value) }
    var marks = [0, 0.25, 0.5, 0.75, 1].map { tick in
      "<line x1=\"\(x(tick))\" y1=\"0\" x2=\"\(x(tick))\" y2=\"\(format(height - 24))\" stroke=\"\(tick == 0.5 ? "var(--faint)" : "var(--soft)")\"/>"
        + "<text x=\"\(x(tick))\" y=\"\(format(height - 8))\" text-anchor=\"middle\">\(tick)</text>"
    }.joined()
    for (place, (name, estimate)) in rows.enumerated() {
      let y = format(row * Double(place) + 12)
      marks +=
        "<text x=\"\(format(left - 12))\" y=\"\(format(row * Double(place) + 16))\" text-anchor=\"end\">\(HTMLPage.escaped(name))</text>"
      guard let value = estimate?.value else { continue }
      if let interval = estimate?.interval {
        marks +=
          "<line x1=\"\(x(interval.low))\" y1=\"\(y)\" x2=\"\(x(interval.high))\" y2=\"\(y)\" stroke=\"\(pale)\" stroke-width=\"4\"/>"
      }
      marks += "<circle cx=\"\(x(value))\" cy=\"\(y)\" r=\"4\" fill=\"\(ink)\"/>"
      marks +=
        "<text x=\"\(format(left + side + 14))\" y=\"\(format(row * Double(place) + 16))\">\(EvaluationText.estimate(estimate))</text>"
    }
    return
      "<div class=\"scroll\"><svg width=\"900\" height=\"\(format(height))\" role=\"img\" aria-label=\"AUROC by finding\">\(marks)</svg></div>"
  }

  static func format(_ value: Double) -> String { String(format: "%.1f", value) }

  /// A square plot with axes from 0 to 1, the upper end of y named `top`.
  private struct Frame {
    let title, xName, yName: String
    let top: Double
    let side = 220.0
    private let left = 54.0
    private let upper = 24.0
    var bottom: Double { upper + side }

    init(_ title: String, x: String, y: String, top: Double = 1) {
      self.title = title
      xName = x
      yName = y
      self.top = top
    }

    func x(_ value: Double) -> String { format(left + side * value) }
    func y(_ value: Double) -> String { format(bottom - side * value) }

    func svg(_ marks: String) -> String {
      let ticks = [0.0, 0.5, 1].map { tick in
        "<text x=\"\(x(tick))\" y=\"\(format(bottom + 14))\" text-anchor=\"middle\">\(String(format: "%g", tick))</text>"
          + "<text x=\"\(format(left - 6))\" y=\"\(format(bottom - side * tick + 4))\" text-anchor=\"end\">\(String(format: "%.2g", tick * top))</text>"
      }.joined()
      let middle = format(left + side / 2)
      return
        "<svg width=\"\(format(left + side + 16))\" height=\"\(format(bottom + 36))\" role=\"img\" aria-label=\"\(HTMLPage.escaped(title))\">"
        + "<text class=\"title\" x=\"\(format(left))\" y=\"14\">\(HTMLPage.escaped(title))</text>"
        + "<rect x=\"\(format(left))\" y=\"\(format(upper))\" width=\"\(format(side))\" height=\"\(format(side))\" fill=\"none\" stroke=\"\(line)\"/>"
        + marks + ticks
        + "<text x=\"\(middle)\" y=\"\(format(bottom + 30))\" text-anchor=\"middle\">\(xName)</text>"
        + "<text transform=\"translate(12 \(format(upper + side / 2))) rotate(-90)\" text-anchor=\"middle\">\(yName)</text></svg>"
    }
  }
}
