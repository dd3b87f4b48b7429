/// What stands between the backbone's features and the logits.

/// The sizes that a head needs to know.
package struct HeadShape: Sendable {
  package let features: Int
  package let labels: Int
  /// The width of the standard head's hidden layer.
  package let hidden: Int

  package init(features: Int, labels: Int, hidden: Int = 512) {
    (self.features, self.labels, self.hidden) = (features, labels, hidden)
  }
}

/// What a head can show of one picture, by label; empty where it has nothing to show.
package struct HeadMaps {
  var attention: [Float] = []
  var contribution: [Float] = []
  var features: [Float]
}

/// A head works on the features of a whole batch, since batch norm couples its pictures.
package protocol FindingHead {
  associatedtype Tape
  /// What it wants from the backbone.
  static var form: FeatureForm { get }
  init(_ w: inout some WeightSource & ~Copyable, _ shape: HeadShape) throws(WeightError)

  /// features [pictures·P, C] → logits [pictures, K].
  func forward(
    _ features: Tensor, pictures: Int, training: Bool, _ ws: Workspace, _ random: inout SplitMix64
  ) -> (logits: Tensor, tape: Tape)
  /// dLogits [pictures, K] → the gradient of the features; adds to `gradient` where it is given.
  func backward(_ dLogits: Tensor, _ tape: Tape, into gradient: Self?, _ ws: Workspace) -> Tensor
  /// The maps of a tape of one picture.
  func maps(_ tape: Tape) -> HeadMaps

  /// Whether the head drops numbers while it learns, and can do so while it reads.
  static var hasDropout: Bool { get }
  /// Logits [1, K] of one picture's features with dropout at work and everything else as in reading; those of reading for a
  /// head without dropout (Gal and Ghahramani 2016).
  func sample(_ features: Tensor, _ ws: Workspace, _ random: inout SplitMix64) -> Tensor
}

extension FindingHead {
  package static var hasDropout: Bool { false }

  package func sample(_ features: Tensor, _ ws: Workspace, _ random: inout SplitMix64) -> Tensor {
    forward(features, pictures: 1, training: false, ws, &random).logits
  }
}
