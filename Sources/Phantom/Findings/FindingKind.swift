/// What a finding is to the phantom: a row with a label, how often it is drawn, and the two ways it changes a chest.

/// One finding of one film, before it is drawn.
package struct Lesion: Sendable {
  package let label: Label
  /// 0 (just visible to a careful reader) to 1 (gross).
  package var severity: Float
  package let side: Side
  package let seed: UInt64
  /// Restarted from `seed` before `shape` and before `draw`, so that both see the same draws.
  var random: Random

  package init(_ label: Label, severity: Float, side: Side, seed: UInt64) {
    self.label = label
    self.severity = severity
    self.side = side
    self.seed = seed
    random = Random(seed: seed)
  }
}

package struct FindingKind: Sendable {
  package let label: Label
  /// How often it is chosen relative to the others.
  let weight: Float
  /// True if a reader could point at it.
  package let isFocal: Bool
  /// Findings that would hide it or contradict it.
  package let excludes: Set<Label>
  /// A finding that comes with it at this probability.
  let companion: (label: Label, chance: Float)?
  /// Changes the anatomy before it is projected.
  let shape: @Sendable (inout Thorax, inout Lesion) -> Void
  /// Changes the thickness maps; returns where, as outlines in patient space.
  let draw: @Sendable (inout Body, inout Lesion) -> [Outline]

  init(
    _ label: Label, weight: Float = 1, focal: Bool = true, excludes: Set<Label> = [],
    companion: (label: Label, chance: Float)? = nil,
    shape: @escaping @Sendable (inout Thorax, inout Lesion) -> Void = { _, _ in },
    draw: @escaping @Sendable (inout Body, inout Lesion) -> [Outline]
  ) {
    self.label = label
    self.weight = weight
    isFocal = focal
    self.excludes = excludes
    self.companion = companion
    self.shape = shape
    self.draw = draw
  }

  /// Every finding that can be drawn, in the order in which it is drawn: wide shadows first, small ones over them.
  package static let all: [FindingKind] = [
    .cardiomegaly, .aorticElongation, .kyphosis, .hyperinflatedLung, .emphysema, .hemidiaphragmElevation,
    .interstitialPattern, .alveolarPattern, .atelectasis, .pleuralEffusion, .pneumothorax, .hydropneumothorax,
    .hernia, .mass, .nodule, .calcifiedDensities, .fracture, .pneumoperitoneum, .subcutaneousEmphysema,
    .sternotomy, .centralVenousCatheter, .supportDevices,
  ]

  package static func of(_ label: Label) -> FindingKind? { all.first { $0.label == label } }
}
