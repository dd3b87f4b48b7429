/// The scores that say how unlike its training a film is. Every one is higher for a stranger film.

/// As files and command lines spell them.
package enum OODDetector: String, CaseIterable, Codable, Sendable {
  /// −Σ softplus(z) over the labels (Wang et al. 2021).
  case jointEnergy = "joint_energy"
  /// −max z (Hendrycks et al. 2022).
  case maxLogit = "max_logit"
  /// −Σ σ(z' / T) of the film moved against its own gradient (Liang et al. 2018); measured by whoever has the network.
  case odin
  /// The smallest Mahalanobis distance to a class, with a tied covariance (Lee et al. 2018).
  case mahalanobis
  /// That, less the distance to all films as one class (Ren et al. 2021).
  case relativeMahalanobis = "relative_mahalanobis"
  /// The distance to the k-th nearest calibration film among unit feature vectors (Sun et al. 2022).
  case nearestNeighbours = "knn"

  /// Whether it looks at features instead of logits.
  package var needsFeatures: Bool {
    switch self {
    case .jointEnergy, .maxLogit, .odin: false
    case .mahalanobis, .relativeMahalanobis, .nearestNeighbours: true
    }
  }
}

/// What is known of one film.
package struct OODEvidence: Equatable, Sendable {
  /// Raw, untempered, one a label.
  package let logits: [Double]
  /// The network's penultimate features, spatially averaged; `nil` where it offers none.
  package let features: [Double]?
  /// ODIN's score, higher for a stranger film; `nil` where nobody measured it.
  package let odin: Double?

  package init(logits: [Double], features: [Double]? = nil, odin: Double? = nil) {
    self.logits = logits
    self.features = features
    self.odin = odin
  }

  /// Joint energy negated: −Σ softplus(z).
  package static func jointEnergy(_ logits: [Double]) -> Double { -logits.reduce(0) { $0 + softplus($1) } }

  /// −max z; 0 without labels.
  package static func maxLogit(_ logits: [Double]) -> Double { -(logits.max() ?? 0) }

  /// −Σ σ(z / T) of the logits of a film already moved: ODIN's sum over labels.
  package static func odin(moved logits: [Double], temperature: Double) -> Double {
    -logits.reduce(0) { $0 + sigmoid($1 / temperature) }
  }
}
