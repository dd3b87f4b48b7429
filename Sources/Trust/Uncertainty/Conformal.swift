/// Split conformal prediction for one label: sets that hold the truth as often as they promise.

/// What a conformal set leaves open.
package enum ConformalSet: String, Codable, Equatable, Sendable {
  case absent, present
  /// Both answers are in the set: the film cannot be told at this coverage.
  case either
  /// No answer conforms: the film is unlike those that the promise was fitted on.
  case neither

  package func holds(_ isPresent: Bool) -> Bool {
    switch self {
    case .absent: !isPresent
    case .present: isPresent
    case .either: true
    case .neither: false
    }
  }
}

/// The promise of one label. A film with the finding is held to 1 − p, one without it to p; an answer is in the set where that
/// is at most the ⌈(n + 1)·coverage⌉-th smallest of the calibration films (Vovk et al. 2005; Papadopoulos et al. 2002).
package struct Conformal: Codable, Equatable, Sendable {
  /// The promised share of sets that hold the truth; of either kind of film alone where it is class-conditional.
  package let coverage: Double
  /// Whether the promise holds for films with and without the finding alone (Mondrian), not only for all together.
  package let isClassConditional: Bool
  /// The limits on 1 − p and p; 1 where the films are too few to promise anything, so that the answer is always in the set.
  package let presentLimit: Double
  package let absentLimit: Double

  package init(coverage: Double, isClassConditional: Bool, presentLimit: Double, absentLimit: Double) {
    self.coverage = coverage
    self.isClassConditional = isClassConditional
    self.presentLimit = presentLimit
    self.absentLimit = absentLimit
  }

  /// - Parameter label: probabilities on a held-out split.
  /// - Precondition: `coverage` is strictly between 0 and 1.
  package static func fit(
    _ label: ScoredLabel, coverage: Double = 0.9, classConditional: Bool = true
  ) -> Conformal {
    precondition(coverage > 0 && coverage < 1)
    var (present, absent): ([Double], [Double]) = ([], [])
    for (p, isPresent) in zip(label.scores, label.truth) {
      if isPresent { present.append(1 - p) } else { absent.append(p) }
    }
    let all = present + absent
    return Conformal(
      coverage: coverage, isClassConditional: classConditional,
      presentLimit: limit(classConditional ? present : all, coverage),
      absentLimit: limit(classConditional ? absent : all, coverage))
  }

  package func set(_ probability: Probability) -> ConformalSet { set(probability.value) }

  package func set(_ p: Double) -> ConformalSet {
    switch (1 - p <= presentLimit, p <= absentLimit) {
    case (true, true): .either
    case (true, false): .present
    case (false, true): .absent
    case (false, false): .neither
    }
  }

  private static func limit(_ scores: [Double], _ coverage: Double) -> Double {
    // The product is made a hair smaller, so that rounding up cannot turn an exact rank into the next one.
    let rank = Int((Double(scores.count + 1) * coverage * (1 - 1e-12)).rounded(.up))
    return rank <= scores.count ? scores.sorted()[max(rank, 1) - 1] : 1
  }
}

/// What conformal sets did on films that they were not fitted on.
package struct ConformalAudit: Codable, Equatable, Sendable {
  package let films: Int
  /// Shares of sets that hold the truth: of all films, and of those with and without the finding. `nil` without such films.
  package let coverage: Double?
  package let presentCoverage: Double?
  package let absentCoverage: Double?
  /// Shares of sets with one answer, with both and with none.
  package let single: Double?
  package let either: Double?
  package let neither: Double?

  /// - Parameter label: probabilities and truths of held-out films.
  package init(_ conformal: Conformal, _ label: ScoredLabel) {
    let sets = label.scores.map(conformal.set)
    func share(_ isCounted: (Int) -> Bool, of isIn: (Int) -> Bool = { _ in true }) -> Double? {
      let population = sets.indices.filter(isIn)
      return population.isEmpty ? nil : Double(population.count(where: isCounted)) / Double(population.count)
    }
    func holds(_ index: Int) -> Bool { sets[index].holds(label.truth[index]) }
    films = sets.count
    coverage = share(holds)
    presentCoverage = share(holds) { label.truth[$0] }
    absentCoverage = share(holds) { !label.truth[$0] }
    single = share { sets[$0] == .present || sets[$0] == .absent }
    either = share { sets[$0] == .either }
    neither = share { sets[$0] == .neither }
  }
}
