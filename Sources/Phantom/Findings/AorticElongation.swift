/// An unrolled, elongated aorta: a high wide knob, an ascending bulge, a descending curve to the left.

extension FindingKind {
  static let aorticElongation = FindingKind(
    .aorticElongation,
    shape: { thorax, lesion in
      thorax.unfolding = 0.72 + 0.55 * lesion.severity
      thorax.aorta += 1.5 + 2.5 * lesion.severity
      thorax.age = max(thorax.age, 55)
    },
    draw: { body, _ in
      let axis = body.thorax.aortaAxis
      return [.band(Array(axis.prefix(axis.count * 3 / 4)), body.thorax.aorta + 3)]
    })
}
