/// One network of a pack with the memory of its weights, and how a film and its views reach it.

internal import Imaging
internal import Neural
internal import Trust

/// Not `Sendable`: the engine that made it keeps it.
struct Member {
  let facts: PackManifest.Member
  private let loaded: Loaded<any FindingNetwork>
  /// Where its packed weights lie, or can be kept.
  let panels: PanelFile?

  /// Maps the weights and checks every name, shape and value.
  /// - Throws: `ReviewError.weights`.
  init(
    _ facts: PackManifest.Member, of pack: Pack, _ precision: Precision, _ folder: PanelFolder?
  ) throws(ReviewError) {
    self.facts = facts
    let labels = pack.manifest.labels.count
    do throws(WeightError) {
      let file = try SafetensorsFile(path: pack.weights(of: facts))
      let panels = folder?.file(for: facts, precision, bytes: file.data.count)
      self.panels = panels
      loaded = try load(file, panels: panels) { weights throws(WeightError) in
        try ModelRegistry.make(facts.architecture, labels: labels, precision: precision, &weights)
      }
    } catch {
      throw .weights(member: facts.name, error)
    }
  }

  /// What the network says of the film as it is.
  /// - Throws: `ReviewError.notFinite` when a logit is NaN or infinite: such a film counts as not analysed. `.weights` when the
  ///   file that its packed weights are mapped from was written meanwhile.
  ///   `CancellationError` when the task is cancelled meanwhile.
  func read(
    _ input: ModelInput, gradCAM: [Int], _ workspace: Workspace, _ threads: Threads
  ) throws -> NetworkOutput {
    let output = try workspace.scope {
      try loaded.model.read(picture(input, workspace), gradCAM: gradCAM, workspace, threads)
    }
    try check(output.logits)
    return output
  }

  /// The logits of each view. As many views as there are threads are read at once, each on one thread of its own
  /// workspace: a view then costs no waiting at the end of every layer.
  func read(
    _ input: ModelInput, views: [AugmentedView], _ brightness: BrightnessSpace, _ workspaces: [Workspace],
    _ threads: Threads
  ) throws -> [[Float]] {
    var logits = [[Float]](repeating: [], count: views.count)
    let together = views.count / threads.count * threads.count
    withUnsafeCurrentTask { task in
      for workspace in workspaces { workspace.isUnwanted = { task?.isCancelled ?? false } }
      logits.withUnsafeMutableBufferPointer { slots in
        threads.parallel(threads.count) { worker in
          for index in stride(from: worker, to: together, by: threads.count) {
            slots[index] = (try? self.logits(input, views[index], brightness, workspaces[worker], .one)) ?? []
          }
        }
      }
      for workspace in workspaces { workspace.isUnwanted = { Task.isCancelled } }
    }
    try Task.checkCancellation()
    for index in together..<views.count {
      logits[index] = try self.logits(input, views[index], brightness, workspaces[0], threads)
    }
    for values in logits { try check(values) }
    return logits
  }

  /// Of any picture [1, H, W, 3].
  func logits(
    _ picture: Tensor, _ workspace: Workspace, _ threads: Threads
  ) throws(CancellationError) -> [Float] {
    try loaded.model.read(picture, workspace, threads).logits
  }

  /// The logits of `passes` further passes with dropout over what `output` was made of; `nil` for a head without dropout.
  /// - Throws: `ReviewError.notFinite`.
  func sampled(_ output: NetworkOutput, passes: Int, _ workspace: Workspace) throws(ReviewError) -> [[Float]]?
  {
    let logits = loaded.model.sampled(output, passes: passes, seed: Self.dropoutSeed, workspace)
    for values in logits ?? [] { try check(values) }
    return logits
  }

  private static let dropoutSeed: UInt64 = 20_260_101

  /// The gradient of the picture's doubt in what the network believes; `nil` where the network cannot run backwards.
  func inputGradient(_ picture: Tensor, _ workspace: Workspace) throws(ReviewError) -> [Float]? {
    do throws(WeightError) {
      return try loaded.model.inputGradient(picture, ODIN.slopes, workspace)
    } catch {
      throw .weights(member: facts.name, error)
    }
  }

  private func logits(
    _ input: ModelInput, _ view: AugmentedView, _ brightness: BrightnessSpace, _ workspace: Workspace,
    _ threads: Threads
  ) throws(CancellationError) -> [Float] {
    try workspace.scope { () throws(CancellationError) in
      let whole = picture(input, workspace)
      let seen = workspace.tensor(whole.shape)
      let shape = Array(whole.shape.dropFirst())
      view.apply(whole.reshaped(shape), into: seen.reshaped(shape), brightness: brightness, workspace)
      return try loaded.model.read(seen, workspace, threads).logits
    }
  }

  private func picture(_ input: ModelInput, _ workspace: Workspace) -> Tensor {
    let tensor = workspace.tensor([1, input.size, input.size, 3])
    tensor.copy(from: input.values)
    return tensor
  }

  /// Whether logits may be believed: numbers, out of weights that nobody wrote over meanwhile.
  private func check(_ logits: [Float]) throws(ReviewError) {
    guard logits.allSatisfy(\.isFinite) else { throw .notFinite(member: facts.name) }
    do throws(WeightError) {
      try panels?.requireUnchanged()
    } catch {
      throw .weights(member: facts.name, error)
    }
  }
}
