/// How a pack's members are asked about a film and how their answers become one.

package import Neural

/// Whether the published code's own arithmetic is kept where it departs from what it is called.
package enum Fidelity: String, CaseIterable, Codable, Sendable {
  /// As the published CXR-LT 2026 code behaves: brightness changes normalised values, the median of an even number of
  /// views is the lower of the two in the middle, and members are always joined by the weighted mean.
  case exact
  /// Brightness changes gray levels, the median is the mean of the two in the middle, and members are joined as named.
  case corrected
}

/// Which findings may be judged on a mirrored film.
package enum FlipPolicy: String, CaseIterable, Codable, Sendable {
  /// All, as the published code does.
  case allowed
  /// All but those whose anatomy has a side: mirroring would show the network a body that does not exist.
  case exceptLateralised
  /// None.
  case forbidden
}

/// Findings by whether a mirrored film can still show them.
package enum Laterality {
  /// Findings of the great vessels, the heart's axis, the hila and the diaphragm's height, which differ by side in every
  /// normal body, and catheters, whose usual course does. A pleural effusion or a pneumothorax may stand on either side,
  /// and its label names none: it is not among them.
  package static let lateralised: Set<String> = [
    "aortic elongation", "aortic atheromatosis", "azygos lobe", "cardiomegaly", "central venous catheter",
    "hemidiaphragm elevation", "Hernia", "pneumoperitoneo", "Support Devices", "vascular hilar enlargement",
  ]
}

/// Everything that decides a number beside the weights. Calibration holds for one plan and no other.
package struct InferencePlan: Equatable, Sendable {
  package var augmentation: AugmentationConfig
  package var merge: ViewMerge
  package var fidelity: Fidelity
  package var flips: FlipPolicy
  package var ensemble: EnsembleMode
  /// The exponent α of `p · (1 − p_normal)^α`; `nil` for no gating by "Normal".
  package var gating: Double?
  /// In eight bits the networks are fast enough to sort a queue, and their numbers are not quite those of float32.
  package var precision: Precision

  package init(
    augmentation: AugmentationConfig = .none, merge: ViewMerge = .mean, fidelity: Fidelity = .corrected,
    flips: FlipPolicy = .exceptLateralised, ensemble: EnsembleMode = .logitMean, gating: Double? = nil,
    precision: Precision = .float32
  ) {
    self.augmentation = augmentation
    self.merge = merge
    self.fidelity = fidelity
    self.flips = flips
    self.ensemble = ensemble
    self.gating = gating
    self.precision = precision
  }

  /// Whether `label` may be judged on mirrored views.
  package func mayFlip(_ label: String) -> Bool {
    switch flips {
    case .allowed: true
    case .exceptLateralised: !Laterality.lateralised.contains(label)
    case .forbidden: false
    }
  }

  /// The views to read for these labels, the identity first; mirrored ones only where some label may use them.
  package func views(for labels: [String]) -> [AugmentedView] {
    let mayFlip = labels.contains(where: mayFlip)
    return augmentation.views.filter { mayFlip || !$0.isFlipped }
  }

  /// The mode that joins members: the published code names others and never uses them.
  package var effectiveEnsemble: EnsembleMode { fidelity == .exact ? .weightedMean : ensemble }

  /// Two plans that give the same numbers have the same text, such as
  /// `tta=medium merge=mean fidelity=corrected flips=exceptLateralised ensemble=logitMean gating=none`; with
  /// ` precision=eightBits` at its end where it is not float32.
  package var text: String { words.joined(separator: " ") }

  /// The words of the other plan's text that are not in this one's, and those of this one in their place.
  func differences(from other: InferencePlan) -> (here: String, there: String) {
    let pairs = zip(words + [Precision.float32.word], other.words + [Precision.float32.word]).filter {
      $0 != $1
    }
    return (pairs.map(\.0).joined(separator: " "), pairs.map(\.1).joined(separator: " "))
  }

  private var words: [String] {
    let usesViews = augmentation != .none
    let usesFlips = augmentation.views.contains(where: \.isFlipped)
    return [
      "tta=\(augmentation.rawValue)", "merge=\(usesViews ? merge.rawValue : "none")",
      "fidelity=\(fidelity.rawValue)", "flips=\(usesFlips ? flips.rawValue : "none")",
      "ensemble=\(effectiveEnsemble.rawValue)", "gating=\(gating.map { "\($0)" } ?? "none")",
    ] + (precision == .float32 ? [] : [precision.word])
  }
}

extension Precision {
  fileprivate var word: String { "precision=\(rawValue)" }
}
