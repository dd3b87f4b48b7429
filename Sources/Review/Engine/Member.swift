/// One network of a pack with the memory of its weights, and how a film reaches it.

internal import Imaging
internal import Neural
internal import Trust

/// Not `Sendable`: the engine that made it keeps it.
struct Member {
  let facts: PackManifest.Member
  private let loaded: Loaded<any FindingNetwork>

  /// Maps the weights and checks every name, shape and value.
  /// - Throws: `ReviewError.weights`.
  init(_ facts: PackManifest.Member, of pack: Pack) throws(ReviewError) {
    self.facts = facts
    let labels = pack.manifest.labels.count
    do throws(WeightError) {
      let file = try SafetensorsFile(path: pack.weights(of: facts))
      loaded = try load(file) { weights throws(WeightError) in
        try ModelRegistry.make(facts.architecture, labels: labels, &weights)
      }
    } catch {
      throw .weights(member: facts.name, error)
    }
  }

  /// What the network says of one input.
  /// - Throws: `ReviewError.notFinite` when a logit is NaN or infinite: such a film counts as not analysed.
  func read(
    _ input: ModelInput, gradCAM: [Int], _ workspace: Workspace, _ threads: Threads
  ) throws(ReviewError) -> NetworkOutput {
    let output = workspace.scope {
      let tensor = workspace.tensor([1, input.size, input.size, 3])
      for index in input.values.indices { tensor.base[index] = input.values[index] }
      return loaded.model.read(tensor, gradCAM: gradCAM, workspace, threads)
    }
    guard output.logits.allSatisfy(\.isFinite) else { throw .notFinite(member: facts.name) }
    return output
  }
}
