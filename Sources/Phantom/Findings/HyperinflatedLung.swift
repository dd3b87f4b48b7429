/// Overinflated lungs: low flat diaphragms, a deep chest, a narrow upright heart.

extension FindingKind {
  static let hyperinflatedLung = FindingKind(
    .hyperinflatedLung, focal: false, excludes: [.hemidiaphragmElevation],
    shape: { thorax, lesion in
      let s = lesion.severity
      thorax.base = max(thorax.base, 118) + 8 + 16 * s
      thorax.apex = min(thorax.apex, -144) - 4 * s
      let flat = 15 - 8 * s
      thorax.dome = Sided(right: thorax.base - flat, left: thorax.base - flat + lesion.random.uniform(0, 6))
      thorax.halfDepth *= 1.06 + 0.12 * s
      thorax.cardiothoracicRatio = min(thorax.cardiothoracicRatio, 0.41 - 0.04 * s)
      thorax.lungDensity *= 0.92
      thorax.vessels *= 0.93
      thorax.ribSlope = min(thorax.ribSlope, 0.9)
    },
    draw: { body, _ in Side.allCases.map { body.thorax.lungField($0) } })
}
