/// Batch normalisation of columns: channels last makes the 1-D and the 2-D kind the same thing.

/// Evaluation: y = (x − running mean)/√(running variance + 1e-5)·w + b.
/// Training: the batch's mean and biased variance normalise; the running ones move by 0.1, the variance unbiased.
package struct BatchNorm {
  static let epsilon: Float = 1e-5
  static let momentum: Float = 0.1
  package let weight: Tensor
  package let bias: Tensor
  package let runningMean: Tensor
  package let runningVariance: Tensor

  package init(_ w: inout some WeightSource & ~Copyable, _ name: String, _ channels: Int) throws(WeightError)
  {
    weight = try w.take("\(name).weight", [channels])
    bias = try w.take("\(name).bias", [channels])
    runningMean = try w.take("\(name).running_mean", [channels])
    runningVariance = try w.take("\(name).running_var", [channels])
    try w.takeCounter("\(name).num_batches_tracked")
  }

  /// What the backward pass needs: the normalised input [rows, C] and the factor 1/√variance [C].
  package struct Tape {
    package let normed: Tensor
    package let rstd: Tensor
    package let batchStatistics: Bool
  }

  /// x [rows, C] → y, which may be x. With `training` the running statistics change in place.
  package func forward(_ x: Tensor, into y: Tensor, training: Bool, _ ws: Workspace) -> Tape {
    let tape = Tape(
      normed: ws.tensor([x.rows, x.columns]), rstd: ws.tensor([x.columns]), batchStatistics: training)
    if training {
      normaliseByBatch(x, tape, ws)
    } else {
      ws.scope {
        let shift = ws.tensor([x.columns])
        for c in 0..<x.columns {
          tape.rstd.base[c] = 1 / (runningVariance.base[c] + Self.epsilon).squareRoot()
          shift.base[c] = -runningMean.base[c] * tape.rstd.base[c]
        }
        KernelSet.best.scaleShift(x, scale: tape.rstd, shift: shift, into: tape.normed)
      }
    }
    KernelSet.best.scaleShift(tape.normed, scale: weight, shift: bias, into: y)
    return tape
  }

  private func normaliseByBatch(_ x: Tensor, _ tape: Tape, _ ws: Workspace) {
    let count = Float(x.rows)
    ws.scope {
      let (mean, variance) = (ws.zeros([x.columns]), ws.zeros([x.columns]))
      let nothing = ws.zeros([x.columns])
      KernelSet.best.columnSums(x, factor: 1 / count, into: mean)
      KernelSet.best.addRow(x, mean, factor: -1, into: tape.normed)
      KernelSet.best.columnDots(tape.normed, tape.normed, into: variance)
      for c in 0..<x.columns {
        let sum = variance.base[c]
        tape.rstd.base[c] = 1 / (sum / count + Self.epsilon).squareRoot()
        runningMean.base[c] += Self.momentum * (mean.base[c] - runningMean.base[c])
        runningVariance.base[c] += Self.momentum * (sum / max(count - 1, 1) - runningVariance.base[c])
      }
      KernelSet.best.scaleShift(tape.normed, scale: tape.rstd, shift: nothing, into: tape.normed)
    }
  }

  /// dx may be dy; adds to `gradient` where it is given.
  package func backward(dy: Tensor, _ tape: Tape, dx: Tensor, into gradient: BatchNorm?, _ ws: Workspace) {
    let (columns, count) = (dy.columns, Float(dy.rows))
    ws.scope {
      let (dots, sums) = (ws.zeros([columns]), ws.zeros([columns]))
      KernelSet.best.columnDots(dy, tape.normed, into: dots)
      KernelSet.best.columnSums(dy, into: sums)
      if let gradient {
        KernelSet.best.add(dots, to: gradient.weight)
        KernelSet.best.add(sums, to: gradient.bias)
      }
      for row in 0..<dy.rows {
        let (d, n, out) = (dy.row(row), tape.normed.row(row), dx.row(row))
        for c in 0..<columns {
          let centred = tape.batchStatistics ? d[c] - (sums.base[c] + n[c] * dots.base[c]) / count : d[c]
          out[c] = weight.base[c] * tape.rstd.base[c] * centred
        }
      }
    }
  }
}
