/// The two faces of a network: one that reads a film, one that learns from a batch.

/// Reads one film. The memory of its weights belongs to the source that it was made from, which must outlive it.
package protocol FindingNetwork {
  /// K, the number of findings.
  var labelCount: Int { get }

  /// - Parameters:
  ///   - input: [1, H, W, 3], normalised as the model's profile says.
  ///   - gradCAM: the labels whose Grad-CAM is wanted; each costs two products of the last block.
  /// - Throws: when the task that it runs in is cancelled, within half a block's time.
  func read(
    _ input: Tensor, gradCAM: [Int], _ ws: Workspace, _ threads: Threads
  ) throws(CancellationError) -> NetworkOutput

  /// The logits of `passes` further passes with dropout in the head, by pass; `nil` for a head without dropout. Pass number p
  /// draws from `seed` and p alone, so the same film, seed and pass give the same bits.
  func sampled(_ output: NetworkOutput, passes: Int, seed: UInt64, _ ws: Workspace) -> [[Float]]?

  /// The gradient of a loss with respect to `input`, in its shape; `nil` for a network that cannot run backwards.
  /// - Parameter slopes: the loss's gradient by logit, given the logits.
  func inputGradient(_ input: Tensor, _ slopes: ([Float]) -> [Float], _ ws: Workspace) throws(WeightError)
    -> [Float]?
}

extension FindingNetwork {
  package func inputGradient(
    _ input: Tensor, _ slopes: ([Float]) -> [Float], _ ws: Workspace
  ) throws(WeightError) -> [Float]? { nil }

  package func sampled(
    _ output: NetworkOutput, passes: Int, seed: UInt64, _ ws: Workspace
  ) -> [[Float]]? { nil }

  package func read(
    _ input: Tensor, _ ws: Workspace, _ threads: Threads
  ) throws(CancellationError) -> NetworkOutput {
    try read(input, gradCAM: [], ws, threads)
  }
}

extension TrainableNetwork {
  package func read(_ input: Tensor, _ ws: Workspace, _ threads: Threads) -> NetworkOutput {
    read(input, gradCAM: [], ws, threads)
  }
}

/// What a network says about one film. Maps are row-major over the last stage's grid, one after the other by label.
package struct NetworkOutput: Sendable {
  package let logits: [Float]
  package let mapRows: Int
  package let mapColumns: Int
  /// K·rows·columns: where each label looks; sums to 1 by label. Empty where the head has no attention.
  package let attention: [Float]
  /// K·rows·columns: M with Σ M + (1 + λ)·b = logit, evidence for and against. Empty where the head has no such sum.
  package let contribution: [Float]
  /// Grad-CAM by label, rows·columns each, scaled to 0...1, for the labels that were asked for.
  package let gradCAM: [Int: [Float]]
  /// The vector before the classifier.
  package let features: [Float]
  /// What the head saw, for `sampled`; empty where it has no dropout.
  var headInput: [Float] = []
}

/// Learns. The batch is cut by picture for the backbone and joined for the head:
///
/// 1. for each picture, on any thread with its own workspace: `forwardPicture`, keep tape and workspace;
/// 2. once: gather the features of all pictures in order, `forwardHead`, the loss, `backwardHead`;
/// 3. for each picture, on the thread that ran it forward: `backwardPicture` into that thread's gradient network.
///
/// A gradient network is a value of the network's own type over a store of zeros (`mirrored`); passes add to it, so gradients
/// of several threads are sums of stores, taken in a fixed order. Everything is confined to the caller's thread.
/// Batch-norm running statistics are part of the state dict: they get no gradient, and `forwardHead` moves them in place.
package protocol TrainableNetwork: FindingNetwork {
  associatedtype HeadTape

  /// As in reading, to the end.
  func read(_ input: Tensor, gradCAM: [Int], _ ws: Workspace, _ threads: Threads) -> NetworkOutput
  /// The channels of each stage.
  var widths: [Int] { get }
  /// The number of residual blocks: `branches` has one factor for each.
  var blockCount: Int { get }
  /// The rows and columns of the features of one picture [H, W, 3].
  func featureShape(height: Int, width: Int) -> [Int]

  /// The same architecture over another source: a gradient store, an average of weights.
  func mirrored(_ source: inout some WeightSource & ~Copyable) throws(WeightError) -> Self

  /// image [H, W, 3] → a tape whose `features` are the picture's rows for the head.
  /// - Parameter branches: DropPath's factors; nil keeps every branch.
  func forwardPicture(_ image: Tensor, branches: [Float]?, _ ws: Workspace) -> BackboneTape
  /// Adds to `gradient`; dFeatures has the shape of the tape's features.
  /// - Parameter stageGradients: further gradients at the outputs of stages, by stage.
  func backwardPicture(
    _ dFeatures: Tensor, _ tape: BackboneTape, adding stageGradients: [Int: Tensor], into gradient: Self,
    _ ws: Workspace)

  /// features [pictures·rows, columns], picture after picture → logits [pictures, K].
  /// - Parameter training: batch statistics and dropout; otherwise the head runs as in reading.
  func forwardHead(
    _ features: Tensor, pictures: Int, training: Bool, _ ws: Workspace, _ random: inout SplitMix64
  ) -> (logits: Tensor, tape: HeadTape)
  /// Adds to `gradient`; returns the gradient of the features, in the caller's scope of `ws`.
  func backwardHead(_ dLogits: Tensor, _ tape: HeadTape, into gradient: Self, _ ws: Workspace) -> Tensor
}
