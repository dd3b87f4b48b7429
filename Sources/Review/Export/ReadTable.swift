/// The findings of films as a table of text, for a terminal or a pipe.

internal import Foundation
internal import Trust

package enum ReadTable {
  /// One block for a film: its name, then its findings with bars, the threshold marked on each. Absent findings are
  /// counted, not listed, unless nothing else is there.
  package static func block(_ film: ReadFilm, pack: Pack) -> String {
    let name = (film.path as NSString).lastPathComponent
    guard let timed = film.timed else {
      let reason = film.quality.map { RejectedInput(quality: $0).description } ?? "Not read."
      return "\(name)  \(StudyID(sha256: film.sha256))\n  ! \(reason)\n"
    }
    let reading = timed.reading
    let seconds = timed.seconds.values.reduce(0, +)
    let head = "\(name)  \(StudyID(sha256: film.sha256))  \(String(format: "%.2f s", seconds))"
    let lines =
      (film.quality?.line.map { ["! \($0)"] } ?? [])
      + (reading.findings.isEmpty ? ranks(reading.uncalibrated) : findings(reading.findings))
      + reading.provenance.warnings.map { "! \($0)" }
      + [reading.abstention.reason.map { "! \($0.sentence)" }].compactMap { $0 }
    return ([head] + lines.map { "  " + $0 }).joined(separator: "\n") + "\n"
  }

  /// The lines under the last film: what the numbers must not be taken for.
  package static func footer(_ pack: Pack) -> String {
    let caution = pack.manifest.caution.map { " \($0)" } ?? ""
    return "\(disclaimer).\(caution)\nPack \(pack.manifest.name) \(pack.sha256.prefix(12))\n"
  }

  private static func findings(_ findings: [Finding]) -> [String] {
    let order: [FindingState] = [.present, .uncertain, .absent]
    let sorted = findings.sorted {
      let (a, b) = (order.firstIndex(of: $0.state) ?? 0, order.firstIndex(of: $1.state) ?? 0)
      return a == b ? $0.probability > $1.probability : a < b
    }
    let standing = sorted.filter { $0.state != .absent }
    let shown = standing.isEmpty ? Array(sorted.prefix(3)) : standing
    let rest = findings.count - shown.count
    return shown.map(line) + (rest > 0 ? ["  \(rest) other findings absent"] : [])
  }

  private static func line(_ finding: Finding) -> String {
    let glyph =
      switch finding.state {
      case .present: "+"
      case .absent: "-"
      case .uncertain: "?"
      }
    let number = String(format: "%.2f", finding.probability.value)
    let bar = bar(finding.probability.value, threshold: finding.threshold.value)
    return "\(glyph) \(padded(finding.label)) \(number) \(bar) \(finding.state.rawValue)"
  }

  private static func ranks(_ scores: [UncalibratedScore]) -> [String] {
    let sorted = scores.sorted { $0.ensemble.value > $1.ensemble.value }.prefix(5)
    return ["not calibrated: ranked by score, no probability and no state"]
      + sorted.enumerated().map { "\($0 + 1). \($1.label)" }
  }

  private static func padded(_ label: String) -> String {
    label.count >= 32 ? String(label.prefix(32)) : label + String(repeating: " ", count: 32 - label.count)
  }

  /// Twenty cells in eighths; the threshold stands as a thin line in its cell.
  private static func bar(_ value: Double, threshold: Double) -> String {
    let cells = 20
    let eighths = Int((value * Double(cells * 8)).rounded())
    let parts = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    let mark = min(cells - 1, Int(threshold * Double(cells)))
    return (0..<cells).map { cell in
      let filled = eighths - cell * 8
      if filled >= 8 { return cell == mark ? "┃" : "█" }
      if cell == mark { return "│" }
      return filled > 0 ? parts[filled] : "·"
    }.joined()
  }
}
