/// How long the queue takes to follow a filter that is being typed over a large work list.

import Review
import Terminal
import Trust
import Workstation

struct QueueBench {
  let films: Int

  /// Milliseconds of each key of the filter, and of drawing the list once after it.
  func run(_ filter: String) -> (keys: [Double], draw: Double) {
    var state = State(
      films: (0..<films).map(film),
      surface: Surface(
        size: GridSize(columns: 120, rows: 40), graphics: .sixel, grays: 101,
        cell: PixelSize(width: 8, height: 16)), model: .none)
    _ = update(&state, .key(.character("/")))
    let clock = ContinuousClock()
    let times = filter.map { letter in
      let start = clock.now
      _ = update(&state, .key(letter == " " ? .space : .character(letter)))
      return start.duration(to: clock.now).milliseconds
    }
    let start = clock.now
    _ = view(state)
    return (times, start.duration(to: clock.now).milliseconds)
  }

  private static let labels = [
    "Normal", "Pneumothorax", "pleural effusion", "cardiomegaly", "Nodule", "Mass", "atelectasis", "Hernia",
    "fracture", "sternotomy", "Emphysema", "Kyphosis", "hypoexpansion", "Support Devices", "edema",
    "consolidation", "infiltrates", "fibrosis", "calcified granuloma", "aortic elongation", "pneumoperitoneo",
  ]

  private static let verdicts = (0..<64).map { seed in
    let calibration = Calibration(temperatures: [Double](repeating: 1, count: labels.count))
    let findings = labels.enumerated().map { index, label in
      let logit = Logit(Double((seed * 31 + index * 17) % 80) / 10 - 6)
      let probability = calibration.probability(logit, label: index)
      return Finding(
        label: label, logits: [:], ensemble: logit, probability: probability,
        threshold: calibration.probability(Logit(0), label: index),
        state: logit.value > 0 ? .present : .absent)
    }
    return RowVerdict(Reading(study: StudyID(sha256: ""), pack: "", findings: findings, maps: [:]))
  }

  private func film(_ index: Int) -> QueuedFilm {
    var film = QueuedFilm(
      name: "study-\(index * 7919 % films)-chest-\(index % 2 == 0 ? "pa" : "lateral").dcm")
    film.header.age = Double(index * 37 % 95)
    film.header.sex = index % 2 == 0 ? "F" : "M"
    film.header.view = index % 2 == 0 ? "PA" : "LL"
    film.header.date = "2026-0\(index % 9 + 1)-1\(index % 10)"
    film.verdict = index % 5 == 0 ? nil : Self.verdicts[index % 64]
    return film
  }
}
