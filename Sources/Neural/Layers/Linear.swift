/// A fully connected layer, and the same thing written as a 1×1 convolution.

/// y = x·Wᵀ + b. Weights [out, in], as PyTorch stores them.
package struct Linear {
  package let weight: Tensor
  package let bias: Tensor

  /// - Parameter pointwise: the weight is asked for as a 1×1 convolution, [out, in, 1, 1].
  package init(
    _ w: inout some WeightSource & ~Copyable, _ name: String, from inputs: Int, to outputs: Int,
    pointwise: Bool = false
  ) throws(WeightError) {
    let shape = Self.weightShape(from: inputs, to: outputs, pointwise: pointwise)
    weight = try w.take("\(name).weight", shape).reshaped([outputs, inputs])
    bias = try w.take("\(name).bias", [outputs])
  }

  static func weightShape(from inputs: Int, to outputs: Int, pointwise: Bool) -> [Int] {
    pointwise ? [outputs, inputs, 1, 1] : [outputs, inputs]
  }

  /// x [rows, in] → y [rows, out].
  package func forward(_ x: Tensor, into y: Tensor) {
    multiply(x, transposed: weight, into: y)
    KernelSet.best.addRow(y, bias, into: y)
  }

  /// dx is overwritten; adds to `gradient` where it is given.
  package func backward(dy: Tensor, x: Tensor, dx: Tensor, into gradient: Linear?) {
    if let gradient {
      multiply(transposed: dy, x, addingTo: gradient.weight)
      KernelSet.best.columnSums(dy, into: gradient.bias)
    }
    multiply(dy, weight, into: dx)
  }
}
