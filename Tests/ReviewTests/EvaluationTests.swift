/// The numbers on a model card.

import Foundation
import Review
import Testing
import Trust

@Suite("Evaluation") struct EvaluationTests {
  func reading(_ logits: [Double]) -> Reading {
    Reading(
      study: StudyID(sha256: String(repeating: "f", count: 64)), pack: "p", findings: [], maps: [:],
      uncalibrated: zip(["A", "B"], logits).map {
        UncalibratedScore(label: $0, logits: [:], ensemble: Logit($1))
      })
  }

  @Test("unknown truths are left out, and labels are counted one by one")
  func split() throws {
    var scores = SplitScores(labels: ["A", "B"])
    scores.add(reading([2, -1]), truth: [true, false])
    scores.add(reading([-2, 1]), truth: [false, nil])
    scores.add(reading([1, 3]), truth: [false, true])
    let evaluation = try PackEvaluation(
      scores, Calibration(temperatures: [1, 1]), pointing: PointingGame())
    #expect(evaluation.films == 3)
    #expect(evaluation.labels.map(\.films) == [3, 2])
    #expect(evaluation.auroc == MacroMean(value: 1, counted: 2, skipped: []))
    #expect(evaluation.labels[0].sensitivity == 1 && evaluation.labels[0].specificity == 0.5)
    #expect(evaluation.pooledErrorBefore == evaluation.pooledErrorAfter)
  }

  @Test("a map points right when its highest cell touches a box, and chance is the share of such cells")
  func pointing() {
    var game = PointingGame()
    let map = ExplanationMap(rows: 2, columns: 2, values: [0, 3, 1, 2])
    game.play(map, boxes: [FilmBox(left: 0.6, top: 0.1, right: 0.7, bottom: 0.2)], label: "A")
    game.play(map, boxes: [FilmBox(left: 0.1, top: 0.1, right: 0.2, bottom: 0.9)], label: "A")
    game.play(map, boxes: [], label: "A")
    #expect(game.all.hits == 1 && game.all.films == 2)
    #expect(game.byLabel["A"]?.rate == 0.5)
    #expect(game.all.chanceRate == (0.25 + 0.5) / 2)
  }
}
