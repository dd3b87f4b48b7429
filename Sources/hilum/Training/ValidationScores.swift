/// How well a set of films is told apart, by finding and on the whole.

import Neural
import Trust

struct ValidationScores: Encodable {
  struct Label: Encodable {
    let label: String
    let positives: Int
    let auroc: Double?
    let ap: Double?
  }
  /// Macro means over the findings that have both classes.
  let map: Double?
  let auroc: Double?
  let loss: Double
  let labels: [Label]

  /// Films whose target is not known are left out, finding by finding.
  init(_ logits: [[Float]], _ set: some TrainingSet, names: [String], loss: any Loss) {
    let targets = (0..<set.count).map(set.targets)
    let scored = names.indices.map { label in
      let known = targets.indices.filter { !targets[$0][label].isNaN && logits[$0][label].isFinite }
      return try? ScoredLabel(
        scores: known.map { Double(logits[$0][label]) }, truth: known.map { targets[$0][label] == 1 })
    }
    labels = zip(names, scored).map { name, scored in
      Label(
        label: name, positives: scored?.positives ?? 0, auroc: scored.flatMap(Trust.auroc),
        ap: scored.flatMap { $0.hasBothClasses ? averagePrecision($0) : nil })
    }
    map = macro(scored.compactMap { $0 }, averagePrecision).value
    auroc = macro(scored.compactMap { $0 }, Trust.auroc).value
    let flat = logits.flatMap { $0.map { Double($0) } }
    self.loss = loss(flat, targets.flatMap { $0 }, classes: names.count).value
  }
}
