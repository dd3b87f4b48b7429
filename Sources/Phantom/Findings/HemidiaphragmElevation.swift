/// One hemidiaphragm stands high.

extension FindingKind {
  static let hemidiaphragmElevation = FindingKind(
    .hemidiaphragmElevation, excludes: [.hyperinflatedLung, .pleuralEffusion],
    shape: { thorax, lesion in
      let rise = 30 + 34 * lesion.severity
      let other = thorax.dome[lesion.side == .right ? .left : .right]
      thorax.dome[lesion.side] = min(thorax.dome[lesion.side], other) - rise
    },
    draw: { body, lesion in
      let thorax = body.thorax
      let xs = (0...10).map { thorax.halfWidth * (0.12 + 0.83 * Float($0) / 10) }
      let crest = xs.map { Point(lesion.side.sign * $0, thorax.domeLine(lesion.side, $0) - 7) }
      let foot = xs.reversed().map { Point(lesion.side.sign * $0, thorax.base - 8) }
      return [Outline(crest + foot)]
    })
}
