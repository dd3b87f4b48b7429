/// An enlarged heart: a cardiothoracic ratio above one half.

extension FindingKind {
  static let cardiomegaly = FindingKind(
    .cardiomegaly, excludes: [.hyperinflatedLung], companion: (.pleuralEffusion, 0.12),
    shape: { thorax, lesion in
      thorax.cardiothoracicRatio = 0.54 + 0.14 * lesion.severity
      thorax.heartRight = min(thorax.heartRight + 0.03 * lesion.random.unit(), 0.36)
    },
    draw: { body, _ in [body.thorax.heartField] })
}

extension Thorax {
  /// The heart's silhouette between the great vessels and the diaphragm.
  package var heartField: Outline {
    let heart = HeartOutline(self)
    let heights = (0...14).map { level(mix(0.44, 0.96, Float($0) / 14)) }
    let slices = heights.map { heart.chamber($0) }
    let left = zip(slices, heights).map { Point($0.high, $1) }
    let right = zip(slices, heights).reversed().map { Point($0.low, $1) }
    return Outline(left + right)
  }
}
