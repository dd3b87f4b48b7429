/// How a label fares in each group of films, and how far apart the groups are.

/// One group's measures of one label; none where it is too small to be shown.
package struct GroupMeasures: Codable, Equatable, Sendable {
  package let group: String
  package let films: Int
  /// `nil` with everything else where the group is suppressed.
  package let positives: Int?
  package let prevalence: Double?
  package let abstentionRate: Double?
  package let measures: [Measure: Estimate]
  package var isSuppressed: Bool { positives == nil }
}

/// The distance between the best and the worst group on one measure.
package struct Gap: Codable, Equatable, Sendable {
  package let difference: Double
  /// Smallest over largest; `nil` where the largest is 0.
  package let ratio: Double?
  package let worst: String
}

package struct SubgroupAudit: Codable, Equatable, Sendable {
  package let label: String
  /// The column of the group table, such as `sex`.
  package let attribute: String
  package let groups: [GroupMeasures]
  /// Of the groups that are shown; none where fewer than two are.
  package let gaps: [Measure: Gap]
  /// Difference in sensitivity (Hardt et al. 2016).
  package let equalOpportunity: Double?
  /// The larger of the differences in sensitivity and in false positive rate.
  package let equalisedOdds: Double?
  /// For a label that says that nothing is found: the false positive rate of each shown group, which is how often disease is missed
  /// altogether (Seyyed-Kalantari et al. 2021).
  package let underdiagnosis: [String: Double]?

  /// One audit a label. Samples are drawn within each group.
  ///
  /// A group is suppressed below `leastPositives` positives or as many negatives, so that neither chance nor a person shows.
  /// - Parameter groups: each group's columns, of the same labels in the same order.
  package static func audits(
    attribute: String, _ groups: [(name: String, columns: [EvaluationColumn])], bootstrap: Bootstrap,
    leastPositives: Int = 10
  ) -> [SubgroupAudit] {
    let measured = groups.map { group in
      let replicates = bootstrap.run(group.columns)
      return group.columns.indices.map { index in
        GroupMeasures(group.name, group.columns[index], replicates, index, leastPositives)
      }
    }
    let labels = groups.first?.columns.map(\.label) ?? []
    return labels.indices.map { index in
      SubgroupAudit(attribute: attribute, label: labels[index], measured.map { $0[index] })
    }
  }

  private init(attribute: String, label: String, _ groups: [GroupMeasures]) {
    self.label = label
    self.attribute = attribute
    self.groups = groups
    let shown = groups.filter { !$0.isSuppressed }
    var gaps: [Measure: Gap] = [:]
    for measure in Measure.allCases { gaps[measure] = Gap(shown, measure) }
    self.gaps = gaps
    equalOpportunity = gaps[.sensitivity]?.difference
    equalisedOdds = gaps[.sensitivity].flatMap { sensitivity in
      gaps[.specificity].map { max(sensitivity.difference, $0.difference) }
    }
    let isNormal = ["normal", "no finding", "no_finding"].contains(label.lowercased())
    let missed = shown.compactMap { group in
      group.measures[.specificity]?.value.map { (group.group, 1 - $0) }
    }
    underdiagnosis = isNormal ? Dictionary(uniqueKeysWithValues: missed) : nil
  }
}

extension GroupMeasures {
  fileprivate init(
    _ group: String, _ column: EvaluationColumn, _ replicates: Bootstrap.Replicates, _ index: Int,
    _ least: Int
  ) {
    let (films, count) = (column.scored.count, column.scored.positives)
    let isShown = min(count, films - count) >= least
    self.group = group
    self.films = films
    positives = isShown ? count : nil
    prevalence = isShown ? Double(count) / Double(films) : nil
    abstentionRate = isShown ? column.coverage.map { 1 - $0 } : nil
    let shown = isShown ? Measure.allCases : []
    measures = Dictionary(
      uniqueKeysWithValues: shown.map {
        ($0, Estimate(replicates.plain[index][$0], replicates: replicates.values[index][$0] ?? []))
      })
  }
}

extension Gap {
  fileprivate init?(_ groups: [GroupMeasures], _ measure: Measure) {
    let values = groups.compactMap { group in
      group.measures[measure]?.value.map { (group: group.group, value: $0) }
    }.sorted { $0.value < $1.value }
    guard values.count >= 2, let low = values.first, let high = values.last else { return nil }
    self.init(
      difference: high.value - low.value, ratio: high.value > 0 ? low.value / high.value : nil,
      worst: measure.isBetterHigher ? low.group : high.group)
  }
}
