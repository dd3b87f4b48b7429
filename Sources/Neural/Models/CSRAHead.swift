/// Class-specific residual attention over a feature map, with its maps and its backward pass.

/// Batch norm, then for each class the mean of its scores over the map plus λ times their mean under its own attention.
/// The bias counts twice, and the attention has weights of its own, as in the published CXR-LT 2026 network (which departs
/// from Zhu and Wu, "Residual attention", 2021). With g = W·x and s = V·x at every position p:
/// logit = mean(g) + λ·Σ softmax(s)·g + (1 + λ)·b.
package struct CSRAHead: FindingHead {
  static let lambda: Float = 0.1
  package static var form: FeatureForm { .map }
  package let norm: BatchNorm
  package let classifier: Linear
  /// [K, C]: the 1×1 convolution that makes the attention.
  package let attention: Tensor

  package init(
    _ w: inout some WeightSource & ~Copyable, _ shape: HeadShape
  ) throws(WeightError) {
    norm = try BatchNorm(&w, "bn", shape.features)
    classifier = try Linear(&w, "head.classifier", from: shape.features, to: shape.labels)
    attention = try w.take("head.conv_att.weight", [shape.labels, shape.features, 1, 1])
      .reshaped([shape.labels, shape.features])
  }

  /// What a pass leaves behind; N pictures of P positions.
  package struct Tape {
    package let norm: BatchNorm.Tape
    /// The batch norm's output [N·P, C].
    package let normed: Tensor
    /// g and the attention a, both [N·P, K].
    package let scores, attention: Tensor
    package let pictures: Int
  }

  package func forward(
    _ features: Tensor, pictures: Int, training: Bool, _ ws: Workspace, _ random: inout SplitMix64
  ) -> (logits: Tensor, tape: Tape) {
    let labels = classifier.bias.count
    let normed = ws.tensor([features.rows, features.columns])
    let tape = Tape(
      norm: norm.forward(features, into: normed, training: training, ws), normed: normed,
      scores: ws.tensor([features.rows, labels]), attention: ws.tensor([features.rows, labels]),
      pictures: pictures)
    multiply(normed, transposed: classifier.weight, into: tape.scores)
    multiply(normed, transposed: attention, into: tape.attention)
    let logits = ws.tensor([pictures, labels])
    for picture in 0..<pictures {
      for label in 0..<labels { logits.row(picture)[label] = attend(tape, picture, label) }
    }
    return (logits, tape)
  }

  /// Turns one label's attention scores into a softmax over the picture's positions; returns the logit.
  private func attend(_ tape: Tape, _ picture: Int, _ label: Int) -> Float {
    let positions = tape.positions(of: picture)
    var largest = -Float.infinity
    for p in positions { largest = max(largest, tape.attention.row(p)[label]) }
    var (total, mean, attended): (Float, Float, Float) = (0, 0, 0)
    for p in positions {
      let weight = exponential(tape.attention.row(p)[label] - largest)
      let score = tape.scores.row(p)[label]
      tape.attention.row(p)[label] = weight
      total += weight
      mean += score
      attended += weight * score
    }
    for p in positions { tape.attention.row(p)[label] /= total }
    return mean / Float(positions.count) + Self.lambda * attended / total
      + (1 + Self.lambda) * classifier.bias.base[label]
  }

  /// With ḡ the attended score: dg = dLogit·(1/P + λ·a), ds = dLogit·λ·a·(g − ḡ).
  package func backward(
    _ dLogits: Tensor, _ tape: Tape, into gradient: CSRAHead?, _ ws: Workspace
  ) -> Tensor {
    let dFeatures = ws.tensor([tape.normed.rows, tape.normed.columns])
    ws.scope {
      let (dScores, dAttention) = (ws.tensor(tape.scores.shape), ws.tensor(tape.scores.shape))
      for picture in 0..<tape.pictures {
        for label in 0..<tape.scores.columns {
          spread(dLogits.row(picture)[label], tape, picture, label, dScores, dAttention)
        }
      }
      multiply(dScores, classifier.weight, into: dFeatures)
      multiply(dAttention, attention, beta: 1, into: dFeatures)
      if let gradient {
        multiply(transposed: dScores, tape.normed, addingTo: gradient.classifier.weight)
        multiply(transposed: dAttention, tape.normed, addingTo: gradient.attention)
        KernelSet.best.columnSums(dLogits, factor: 1 + Self.lambda, into: gradient.classifier.bias)
      }
      norm.backward(dy: dFeatures, tape.norm, dx: dFeatures, into: gradient?.norm, ws)
    }
    return dFeatures
  }

  private func spread(
    _ dLogit: Float, _ tape: Tape, _ picture: Int, _ label: Int, _ dScores: Tensor, _ dAttention: Tensor
  ) {
    let positions = tape.positions(of: picture)
    var attended: Float = 0
    for p in positions { attended += tape.attention.row(p)[label] * tape.scores.row(p)[label] }
    for p in positions {
      let weight = Self.lambda * tape.attention.row(p)[label]
      dScores.row(p)[label] = dLogit * (1 / Float(positions.count) + weight)
      dAttention.row(p)[label] = dLogit * weight * (tape.scores.row(p)[label] - attended)
    }
  }

  /// The attention and the exact additive contribution (1/P + λ·a)·g of the one picture of `tape`, both label by label.
  package func maps(_ tape: Tape) -> HeadMaps {
    let (positions, labels) = (tape.scores.rows, tape.scores.columns)
    var maps = HeadMaps(features: [Float](repeating: 0, count: tape.normed.columns))
    for label in 0..<labels {
      for p in 0..<positions {
        let weight = tape.attention.row(p)[label]
        maps.attention.append(weight)
        maps.contribution.append(
          (1 / Float(positions) + Self.lambda * weight) * tape.scores.row(p)[label])
      }
    }
    for p in 0..<positions {
      for c in maps.features.indices { maps.features[c] += tape.normed.row(p)[c] / Float(positions) }
    }
    return maps
  }
}

extension CSRAHead.Tape {
  package func positions(of picture: Int) -> Range<Int> {
    let count = normed.rows / pictures
    return (picture * count)..<((picture + 1) * count)
  }
}
