/// A trainer's whole state as one safetensors file.

/// Tensors `state.*`, `average.*`, the moments `adam.mean` and `adam.square`; the position in the remarks.
extension Trainer {
  /// Replaces the file at `path` atomically.
  /// - Parameter notes: what the caller wants to find again, e.g. the best score so far.
  /// - Throws: `WeightError.unwritable`.
  package func save(to path: String, notes: [String: String] = [:]) throws(WeightError) {
    var writer = SafetensorsWriter(metadata: position.notes.merging(notes) { own, _ in own })
    writer.metadata["adam.step"] = String(optimizer.step)
    state.add(to: &writer, prefix: "state.", guide: true)
    average.add(to: &writer, prefix: "average.", guide: true)
    writer.add("adam.mean", [optimizer.mean.count], optimizer.mean)
    writer.add("adam.square", [optimizer.square.count], optimizer.square)
    try writer.write(to: path)
  }

  /// Goes on from where `save` was called.
  /// - Returns: the notes of the checkpoint.
  /// - Throws: `WeightError` when the file is damaged or of another architecture.
  package func restore(from path: String) throws(WeightError) -> [String: String] {
    let file = try SafetensorsFile(path: path)
    guard let position = TrainingPosition(notes: file.metadata),
      let steps = file.metadata["adam.step"].flatMap({ Int($0) })
    else { throw .malformed(file: path, reason: "its remarks do not tell a training's position") }
    let (mean, square) = (try file.floats("adam.mean"), try file.floats("adam.square"))
    guard mean.count == state.layout.parameterCount, square.count == mean.count else {
      throw .shape(name: "adam.mean", expected: [state.layout.parameterCount], found: [mean.count])
    }
    try state.load(file, prefix: "state.")
    try average.load(file, prefix: "average.")
    optimizer = AdamW(epsilon: plan.epsilon, step: steps, mean: mean, square: square)
    self.position = position
    return file.metadata
  }
}

extension TrainingPosition {
  /// The position as remarks of a file; doubles by their bits, so that nothing is lost.
  fileprivate var notes: [String: String] {
    [
      "position": [step, phase, epoch, epochStep, phaseStep, lossCount].map(String.init).joined(
        separator: " "),
      "losses": [lossSum, epochLoss].map { String($0.bitPattern) }.joined(separator: " "),
    ]
  }

  fileprivate init?(notes: [String: String]) {
    let numbers = notes["position"]?.split(separator: " ").compactMap { Int($0) } ?? []
    let losses = notes["losses"]?.split(separator: " ").compactMap { UInt64($0) } ?? []
    guard numbers.count == 6, losses.count == 2, numbers.allSatisfy({ $0 >= 0 }) else { return nil }
    (step, phase, epoch, epochStep) = (numbers[0], numbers[1], numbers[2], numbers[3])
    (phaseStep, lossCount) = (numbers[4], numbers[5])
    (lossSum, epochLoss) = (Double(bitPattern: losses[0]), Double(bitPattern: losses[1]))
  }
}
