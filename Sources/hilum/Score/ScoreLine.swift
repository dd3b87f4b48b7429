/// The lines of a submission: `ImageID` and one column a label, numbers with as many digits as a float32 needs.

import Trust

enum ScoreLine {
  static func header(_ labels: [String]) -> String { row("ImageID", labels.map(cell)) }

  /// Probabilities held within [1e-6, 1 − 1e-6], as the published code writes them.
  static func scores(_ name: String, _ logits: [Logit]) -> String {
    row(name, logits.map { "\(Float(min(max($0.raw, 1e-6), 1 - 1e-6)))" })
  }

  /// The line of a film without scores: its cells are empty, and the order of the list is kept.
  static func empty(_ name: String, labels: Int) -> String {
    row(name, Array(repeating: "", count: labels))
  }

  /// How the line of a film begins.
  static func start(_ name: String) -> String { cell(name) + "," }

  private static func row(_ name: String, _ cells: [String]) -> String {
    ([cell(name)] + cells).joined(separator: ",")
  }

  private static func cell(_ text: String) -> String {
    guard text.contains(where: { ",\"".contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
