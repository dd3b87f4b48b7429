/// The one thing in which the blocks of the two ConvNeXt generations differ: how they weigh channels.

package enum ChannelWeighing {
  /// V1: the branch's output times γ [C], "layer scale" (Touvron et al. 2021; Liu et al. 2022).
  case layerScale(Tensor)
  /// V2: the hidden layer's channels by their energy.
  case response(GRN)

  /// γ of the block `name`, where the generation has one. It stands first in the block's state.
  static func gamma(
    _ w: inout some WeightSource & ~Copyable, _ name: String, _ channels: Int,
    _ generation: ConvNeXtGeneration
  ) throws(WeightError) -> Tensor? {
    generation == .v1 ? try w.take("\(name).gamma", [channels]) : nil
  }

  /// By `gamma`, or else by the GRN of the block `name`, which stands between the two layers of the MLP.
  init(
    _ w: inout some WeightSource & ~Copyable, _ name: String, _ channels: Int, gamma: Tensor?
  ) throws(WeightError) {
    if let gamma {
      self = .layerScale(gamma)
    } else {
      self = .response(try GRN(&w, "\(name).mlp.grn", 4 * channels))
    }
  }

  /// What multiplies the branch's output, by channel [C].
  var gain: Tensor? {
    if case .layerScale(let gamma) = self { gamma } else { nil }
  }

  var response: GRN? {
    if case .response(let grn) = self { grn } else { nil }
  }

  /// The scales of the hidden layer's channels, from the sums of squares in `norms`, which become GRN's G: ones in V1.
  func scales(norms: Tensor, into scale: Tensor) {
    guard let response else { return scale.fill(1) }
    response.scales(norms: norms, into: scale)
  }

  /// The part of the gradient at GELU's output that flows through GRN's G, `u·pull` for each channel of the activation u:
  /// nothing in V1. Adds to `gradient` where it is given.
  /// - Parameter dHidden: the gradient at GRN's output [P, 4C].
  func backward(
    dHidden: Tensor, activated: Tensor, norms: Tensor, pull: Tensor, into gradient: ChannelWeighing?,
    _ ws: Workspace
  ) {
    guard let response else { return pull.fill(0) }
    ws.scope {
      let (dots, sums) = (ws.zeros([pull.count]), ws.zeros([pull.count]))
      KernelSet.best.columnDots(dHidden, activated, into: dots)
      if gradient != nil { KernelSet.best.columnSums(dHidden, into: sums) }
      response.backward(dots: dots, sums: sums, norms: norms, pull: pull, into: gradient?.response)
    }
  }
}
