/// What will be on a film, before any pixel: the patient, the findings and the exposure. A value, made from a seed.

package struct Plan: Sendable {
  package var thorax: Thorax
  /// In drawing order, one per label.
  package var lesions: [Lesion]
  package var exposure: Exposure

  /// A patient, 0 to 4 findings (none in about a fifth of the films), and an exposure.
  package init(seed: UInt64) {
    self.init(seed: seed) { Self.choose(&$0) }
  }

  /// A patient with exactly these findings.
  package init(seed: UInt64, only labels: [Label]) {
    self.init(seed: seed) { _ in labels }
  }

  private init(seed: UInt64, _ choice: (inout Random) -> [Label]) {
    var random = Random(seed: seed)
    var people = Random(seed: random.fork())
    var rays = Random(seed: random.fork())
    thorax = Thorax(sampling: &people)
    exposure = Exposure(sampling: &rays)
    let labels = choice(&random)
    lesions = FindingKind.all.compactMap { kind in
      let severity = 0.05 + 0.95 * random.unit()
      let side: Side = random.chance(kind.label == .supportDevices ? 0.8 : 0.5) ? .left : .right
      let seed = random.fork()
      return labels.contains(kind.label)
        ? Lesion(kind.label, severity: severity, side: side, seed: seed) : nil
    }
  }

  private static func choose(_ random: inout Random) -> [Label] {
    let draw = random.unit()
    let count = draw < 0.21 ? 0 : draw < 0.46 ? 1 : draw < 0.73 ? 2 : draw < 0.91 ? 3 : 4
    var chosen: [FindingKind] = []
    for _ in 0..<count * 8 where chosen.count < count {
      guard let kind = pick(&random), fits(kind, chosen) else { continue }
      chosen.append(kind)
      guard let companion = kind.companion, random.chance(companion.chance), chosen.count < 4 else {
        continue
      }
      if let other = FindingKind.of(companion.label), fits(other, chosen) { chosen.append(other) }
    }
    return chosen.map(\.label)
  }

  private static func pick(_ random: inout Random) -> FindingKind? {
    var left = random.unit() * FindingKind.all.reduce(0) { $0 + $1.weight }
    return FindingKind.all.first { kind in
      left -= kind.weight
      return left < 0
    }
  }

  private static func fits(_ kind: FindingKind, _ chosen: [FindingKind]) -> Bool {
    chosen.allSatisfy {
      $0.label != kind.label && !$0.excludes.contains(kind.label) && !kind.excludes.contains($0.label)
    }
  }
}
