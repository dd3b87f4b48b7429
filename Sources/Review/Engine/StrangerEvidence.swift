/// The evidence that a film is not what a pack knows: logits, features and ODIN's score, from passes of one member.

internal import Imaging
internal import Neural
internal import Trust

extension Member {
  /// −Σ σ(z'/T) of the film moved by ε against its own gradient (Liang et al. 2018): a pass, a pass back and a pass.
  /// - Returns: `nil` for a network that cannot run backwards.
  /// - Throws: `ReviewError`, `CancellationError`.
  func odin(
    _ input: ModelInput, _ setting: ODINSetting, _ workspace: Workspace, _ threads: Threads
  ) throws -> Double? {
    guard let moved = try moved(input, Float(setting.epsilon), workspace) else { return nil }
    let answer = try workspace.scope { () throws(CancellationError) in
      let tensor = workspace.tensor([1, input.size, input.size, 3])
      tensor.copy(from: moved)
      return try logits(tensor, workspace, threads)
    }
    return OODEvidence.odin(moved: answer.map(Double.init), temperature: setting.temperature)
  }

  private func moved(
    _ input: ModelInput, _ epsilon: Float, _ workspace: Workspace
  ) throws(ReviewError) -> [Float]? {
    guard epsilon > 0 else { return input.values }
    return try workspace.scope { () throws(ReviewError) -> [Float]? in
      let tensor = workspace.tensor([1, input.size, input.size, 3])
      tensor.copy(from: input.values)
      guard let gradient = try inputGradient(tensor, workspace) else { return nil }
      return ODIN.moved(input.values, gradient, epsilon: epsilon, deviation: ModelInput.deviation)
    }
  }
}
