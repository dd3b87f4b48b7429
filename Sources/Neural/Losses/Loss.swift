/// What a multi-label loss is: a value and its gradient, summed or averaged over a batch.

/// Logits and targets are `[batch, classes]`, row-major. A target is 0, 1 or in between; NaN means "not known" and
/// contributes neither value nor gradient.
package protocol Loss: Sendable {
  var reduction: Reduction { get }
  /// The loss of one logit `z` against the target `y`, and its derivative with respect to `z`.
  func term(_ z: Double, _ y: Double) -> (value: Double, dLogit: Double)
}

/// How the terms of a batch become one number.
package enum Reduction: Equatable, Sendable {
  case sum
  /// The mean over all known targets.
  case mean
  /// The sum over classes, averaged over the pictures of the batch.
  case batchMean
}

extension Loss {
  /// - Returns: the loss, and its gradient `[batch, classes]`.
  package func callAsFunction(
    _ logits: [Double], _ targets: [Double], classes: Int
  ) -> (value: Double, dLogits: [Double]) {
    precondition(logits.count == targets.count && logits.count % classes == 0)
    let known = targets.count { !$0.isNaN }
    let scale =
      switch reduction {
      case .sum: 1.0
      case .mean: 1 / Double(max(known, 1))
      case .batchMean: Double(classes) / Double(max(logits.count, 1))
      }
    var value = 0.0
    var dLogits = [Double](repeating: 0, count: logits.count)
    for i in logits.indices where !targets[i].isNaN {
      let term = term(logits[i], targets[i])
      value += term.value * scale
      dLogits[i] = term.dLogit * scale
    }
    return (value, dLogits)
  }
}
