/// What a forward pass of the backbone keeps for a backward pass, for Grad-CAM, or for a test to look at.

/// How much of a forward pass is kept.
package enum Keep: Sendable {
  /// The output alone; activations are overwritten as the pass goes on.
  case output
  /// Also the last block's activations: Grad-CAM needs no more.
  case lastBlock
  /// All that the backward pass needs.
  case everything
}

/// What the head takes from the backbone.
package enum FeatureForm: Sendable {
  /// The norm at each position: [P, C].
  case map
  /// The mean over positions, then the norm: [1, C].
  case pooled
}

/// Activations of one picture, in the workspace's memory.
package struct BackboneTape {
  package struct Stem {
    package let patches: Tensor
    package let convolved: Tensor
    package let statistics: LayerNorm.Statistics
  }
  package struct Head {
    package let input: Tensor
    package let statistics: LayerNorm.Statistics
    package let features: Tensor
  }
  package let stem: Stem
  /// One tape for each stage.
  package let stages: [ConvNeXtStage.Tape]
  package let head: Head

  /// The features after the final norm: [P, C] or [1, C].
  package var features: Tensor { head.features }
  /// The output of the last stage [H, W, C], before the final norm.
  package var output: Tensor { stages[stages.count - 1].output }
}
