/// Isotonic regression: the rising function nearest to the truths, by pooling adjacent violators (Ayer et al. 1955).

/// The least-squares rising fit of the truths on the logits. Equal logits count as one with their mean; between two blocks
/// the line is straight, outside it is level.
func fitIsotonic(_ label: ScoredLabel) -> Calibrator {
  var blocks: [Block] = []
  for run in label.fallingRuns.reversed() {
    let positives = run.count { label.truth[$0] }
    let logit = label.scores[run[run.startIndex]]
    blocks.append(Block(first: logit, last: logit, sum: Double(positives), weight: Double(run.count)))
    while blocks.count > 1, blocks[blocks.count - 2].mean >= blocks[blocks.count - 1].mean {
      let last = blocks.removeLast()
      blocks[blocks.count - 1].join(last)
    }
  }
  // The two ends of each block carry its line.
  var (logits, values): ([Double], [Double]) = ([], [])
  for block in blocks {
    logits.append(block.first)
    values.append(block.mean)
    guard block.last > block.first else { continue }
    logits.append(block.last)
    values.append(block.mean)
  }
  return .isotonic(logits: logits, values: values)
}

/// Neighbouring logits that share one value.
private struct Block {
  let first: Double
  var last: Double
  var sum: Double
  var weight: Double
  var mean: Double { sum / weight }

  mutating func join(_ next: Block) {
    last = next.last
    sum += next.sum
    weight += next.weight
  }
}
