/// The 7×7 depthwise convolution of a ConvNeXt block: stride 1, padding 3, one filter and one bias per channel.

/// Weights [C, 1, 7, 7] as PyTorch stores them. The kernels want the taps of neighbouring channels side by side, [49, C];
/// that transposition is done in each pass, where it costs less than a thousandth of the convolution.
package struct DepthwiseConv7 {
  package let weight: Tensor
  package let bias: Tensor

  package init(_ w: inout some WeightSource & ~Copyable, _ name: String, _ channels: Int) throws(WeightError)
  {
    weight = try w.take("\(name).weight", [channels, 1, 7, 7])
    bias = try w.take("\(name).bias", [channels])
  }

  /// The taps as [49, C]; with `reversed` in the order that the gradient of the input needs.
  package func taps(_ ws: Workspace, reversed: Bool = false) -> Tensor {
    let taps = ws.tensor([49, bias.count])
    Self.writeTaps(of: weight, into: taps, reversed: reversed)
    return taps
  }

  /// The numbers of a weight [C, 1, 7, 7] as taps [49, C].
  static func writeTaps(of weight: Tensor, into taps: Tensor, reversed: Bool = false) {
    let channels = taps.columns
    for channel in 0..<channels {
      for tap in 0..<49 {
        taps.base[tap * channels + channel] = weight.base[channel * 49 + (reversed ? 48 - tap : tap)]
      }
    }
  }

  /// x [H, W, C] → the given rows of y.
  package func forward(_ x: Tensor, taps: Tensor, into y: Tensor, rows: Range<Int>) {
    KernelSet.best.depthwise(x, taps: taps, bias: bias, into: y, rows: rows)
  }

  /// Adds the input's gradient to dx, and the weights' to `gradient`. dy, x, dx [H, W, C].
  package func backward(
    dy: Tensor, x: Tensor, addingTo dx: Tensor, into gradient: DepthwiseConv7, _ ws: Workspace
  ) {
    let channels = bias.count
    ws.scope {
      let dTaps = ws.zeros([49, channels])
      KernelSet.best.depthwiseTaps(x, dy: dy, dTaps: dTaps)
      for channel in 0..<channels {
        for tap in 0..<49 { gradient.weight.base[channel * 49 + tap] += dTaps.base[tap * channels + channel] }
      }
      KernelSet.best.columnSums(dy, into: gradient.bias)
      KernelSet.best.depthwise(
        dy, taps: taps(ws, reversed: true), bias: nil, into: dx, rows: 0..<dx.shape[0], accumulate: true)
    }
  }
}
