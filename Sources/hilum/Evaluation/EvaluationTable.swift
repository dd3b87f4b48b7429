/// Predictions beside truths: columns to evaluate, of all films, of a group, or of two prediction files at once.

import Trust

struct EvaluationTable {
  /// Names that are no label.
  static let patient = "PatientID"
  static let ood = "ood"
  static let oodScore = ScoreReference.strangeness

  /// In the order of the predictions.
  let labels: [String]
  /// Rows of films that stand in both tables and belong to the domain.
  private let rows: [(prediction: Int, truth: Int, film: String)]
  private let predictions: FilmCells
  private let truths: FilmCells
  private let patients: [String: Int32]
  private let thresholds: (String) -> Double
  /// Films that stand in only one table.
  let unmatched: Int
  /// Scores of films that belong and do not, where both tables have their column.
  let ood: ScoredLabel?

  init(_ predictions: FilmCells, _ truths: FilmCells, thresholds: @escaping (String) -> Double) throws {
    labels = predictions.columns.filter {
      $0 != Self.oodScore && $0 != Self.patient && $0 != Self.ood && truths.index(of: $0) != nil
    }
    guard !labels.isEmpty else { throw EvaluationError.noCommonLabel }
    let both = predictions.films.enumerated().compactMap { index, film in
      truths.row(of: film).map { (prediction: index, truth: $0, film: film) }
    }
    guard !both.isEmpty else { throw EvaluationError.noCommonFilm }
    unmatched = predictions.films.count + truths.films.count - 2 * both.count
    var isStranger = [Bool](repeating: false, count: both.count)
    if let column = truths.index(of: Self.ood) {
      isStranger = try both.map { try truths.truth($0.truth, column) ?? false }
    }
    if let column = predictions.index(of: Self.oodScore), isStranger.contains(true) {
      let scores = try both.map { try predictions.number($0.prediction, column) }
      let known = scores.indices.filter { scores[$0] != nil }
      ood = try ScoredLabel(scores: known.compactMap { scores[$0] }, truth: known.map { isStranger[$0] })
    } else {
      ood = nil
    }
    rows = zip(both, isStranger).filter { !$0.1 }.map(\.0)
    let column = truths.index(of: Self.patient)
    var patients: [String: Int32] = [:]
    for row in rows {
      let name = column.map { truths.text(row.truth, $0) } ?? row.film
      if patients[name] == nil { patients[name] = Int32(patients.count) }
    }
    self.patients = patients
    self.predictions = predictions
    self.truths = truths
    self.thresholds = thresholds
  }

  var films: Int { rows.count }
  var patientCount: Int { patients.count }
  var hasPatients: Bool { truths.index(of: Self.patient) != nil }

  private func patient(of row: Int, _ column: Int?) -> Int32 {
    patients[column.map { truths.text(rows[row].truth, $0) } ?? rows[row].film] ?? 0
  }

  /// One column a label.
  /// - Parameter isIn: which films; by default all.
  func columns(where isIn: (String) -> Bool = { _ in true }) throws -> [EvaluationColumn] {
    let chosen = rows.indices.filter { isIn(rows[$0].film) }
    let column = truths.index(of: Self.patient)
    var local: [Int32: Int32] = [:]
    let patients = chosen.map { row in
      let global = patient(of: row, column)
      let index = local[global] ?? Int32(local.count)
      local[global] = index
      return index
    }
    return try labels.map { label in
      guard let p = predictions.index(of: label), let t = truths.index(of: label) else {
        throw EvaluationError.noCommonLabel
      }
      var (scores, truth, owners): ([Double], [Bool], [Int32]) = ([], [], [])
      var (abstained, unknown) = (0, 0)
      for (row, owner) in zip(chosen, patients) {
        guard let isPositive = try truths.truth(rows[row].truth, t) else {
          unknown += 1
          continue
        }
        guard let score = try predictions.number(rows[row].prediction, p, in: 0...1) else {
          abstained += 1
          continue
        }
        scores.append(score)
        truth.append(isPositive)
        owners.append(owner)
      }
      return try EvaluationColumn(
        label: label, scored: ScoredLabel(scores: scores, truth: truth), patients: owners,
        patientCount: local.count, threshold: thresholds(label), abstained: abstained, unknown: unknown)
    }
  }

  /// The columns of each group, groups by name.
  /// - Parameter group: of a film; `nil` for one of no group.
  func groups(
    _ names: Set<String>, of group: (String) -> String?
  ) throws -> [(name: String, columns: [EvaluationColumn])] {
    try names.sorted().map { name in (name: name, columns: try columns { group($0) == name }) }
  }

  /// The same films and labels in two prediction files: pairs that both predict.
  func pairs(with other: FilmCells) throws -> (first: [EvaluationColumn], second: [EvaluationColumn]) {
    let shared = labels.filter { other.index(of: $0) != nil }
    let column = truths.index(of: Self.patient)
    var (first, second): ([EvaluationColumn], [EvaluationColumn]) = ([], [])
    for label in shared {
      guard let p = predictions.index(of: label), let o = other.index(of: label),
        let t = truths.index(of: label)
      else { continue }
      var (a, b, truth, owners): ([Double], [Double], [Bool], [Int32]) = ([], [], [], [])
      for row in rows.indices {
        guard let place = other.row(of: rows[row].film),
          let isPositive = try truths.truth(rows[row].truth, t),
          let one = try predictions.number(rows[row].prediction, p, in: 0...1),
          let two = try other.number(place, o, in: 0...1)
        else { continue }
        a.append(one)
        b.append(two)
        truth.append(isPositive)
        owners.append(patient(of: row, column))
      }
      guard !a.isEmpty else { continue }
      for (scores, isFirst) in [(a, true), (b, false)] {
        let column = try EvaluationColumn(
          label: label, scored: ScoredLabel(scores: scores, truth: truth), patients: owners,
          patientCount: patientCount, threshold: thresholds(label))
        if isFirst { first.append(column) } else { second.append(column) }
      }
    }
    guard !first.isEmpty else { throw EvaluationError.notCompared }
    return (first, second)
  }
}
