/// A bent spine: a curve to one side, a foreshortened column and crowded, steep ribs.

extension FindingKind {
  static let kyphosis = FindingKind(
    .kyphosis, focal: false, excludes: [.hyperinflatedLung],
    shape: { thorax, lesion in
      thorax.scoliosis = lesion.side.sign * (26 + 20 * lesion.severity)
      thorax.kyphosis = 0.35 + 0.65 * lesion.severity
      thorax.apex += 7 * thorax.kyphosis
      thorax.base -= 16 * thorax.kyphosis
      thorax.dome.right -= 14 * thorax.kyphosis
      thorax.dome.left -= 14 * thorax.kyphosis
      thorax.halfDepth *= 1 + 0.1 * thorax.kyphosis
    },
    draw: { body, _ in
      let thorax = body.thorax
      let axis = (0...20).map { k -> Point3 in
        let y = thorax.level(-0.05 + 1.25 * Float(k) / 20)
        return [thorax.spine(y), y, 0]
      }
      return [.band(axis, 24)]
    })
}
