/// Air and fluid in one pleural space: a fallen lung over a ruler-straight level.

extension FindingKind {
  static let hydropneumothorax = FindingKind(
    .hydropneumothorax, excludes: [.pneumothorax, .pleuralEffusion, .hemidiaphragmElevation],
    draw: { body, lesion in
      let thorax = body.thorax
      let level = thorax.base - 42 - 85 * lesion.severity
      let air = body.collapse(lesion.side, by: 0.34 + 0.3 * lesion.severity, fluid: level)
      let s = lesion.side.sign
      let wide = abs(thorax.lateral(lesion.side, level))
      let fluid = Outline([
        Point(s * 24, level), Point(s * wide, level), Point(s * thorax.halfWidth, thorax.base),
        Point(s * 24, thorax.base),
      ])
      return [air, fluid]
    })
}
