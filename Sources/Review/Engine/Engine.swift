/// Reads films with a pack: preprocess, run the members, join, calibrate, decide, explain.

package import Imaging
internal import Neural
internal import Trust

/// Which Grad-CAM maps a reading should hold, each of the pack's first member.
package enum GradCAMRequest: Equatable, Sendable {
  case none
  case labels([Int])
  /// Those of the findings that are not absent, the most probable first, at most so many; costs a second pass.
  case leading(Int)
}

/// A reading and the seconds that each step took.
package struct TimedReading: Equatable, Sendable {
  package let reading: Reading
  /// `preprocess`, then each member by name.
  package let seconds: [String: Double]
}

/// A loaded pack with its own thread. The same film, pack and thread count give the same bits.
package actor Engine {
  private let executor = QueueExecutor("hilum.engine")
  package nonisolated let pack: Pack
  private let threads: Threads
  private let workspace = Workspace()
  private let members: [Member]

  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Loads every member strictly. Blocks for as long as checking the weights takes.
  /// - Parameter threads: how many threads a pass may use; by default one for each processor.
  /// - Throws: `ReviewError.weights`, naming the member.
  package init(_ pack: Pack, threads: Int? = nil) throws(ReviewError) {
    self.pack = pack
    self.threads = threads.map { Threads($0) } ?? Threads()
    var members: [Member] = []
    for facts in pack.manifest.members { members.append(try Member(facts, of: pack)) }
    self.members = members
  }

  /// Reads one film.
  /// - Throws: `ReviewError.notFinite`, or `CancellationError` between members.
  package func read(
    _ film: Film, study: StudyID, gradCAM: GradCAMRequest = .none
  ) throws -> TimedReading {
    let clock = ContinuousClock()
    var seconds: [String: Double] = [:]
    func timed<T>(_ step: String, _ work: () throws -> T) rethrows -> T {
      let start = clock.now
      defer { seconds[step, default: 0] += (clock.now - start) / .seconds(1) }
      return try work()
    }
    var inputs = InputCache(film.image)
    var outputs: [NetworkOutput] = []
    for (index, member) in members.enumerated() {
      try Task.checkCancellation()
      let input = timed("preprocess") { inputs.input(for: member.facts) }
      var wanted: [Int] = []
      if index == 0, case .labels(let labels) = gradCAM { wanted = labels }
      outputs.append(
        try timed(member.facts.name) { try member.read(input, gradCAM: wanted, workspace, threads) })
    }
    let verdict = Verdict(pack.manifest, outputs.map(\.logits))
    var cams = outputs[0].gradCAM
    if case .leading(let most) = gradCAM {
      try Task.checkCancellation()
      let input = inputs.input(for: members[0].facts)
      let labels = verdict.leading(most)
      cams = try members[0].read(input, gradCAM: labels, workspace, threads).gradCAM
    }
    let reading = Reading(
      study: study, pack: pack.sha256, findings: verdict.findings, maps: maps(outputs, cams),
      uncalibrated: verdict.uncalibrated)
    return TimedReading(reading: reading, seconds: seconds)
  }

  /// The contribution maps of the first member that offers them, and the given Grad-CAMs of the first member.
  private func maps(
    _ outputs: [NetworkOutput], _ cams: [Int: [Float]]
  ) -> [ExplanationMethod: [Int: ExplanationMap]] {
    var maps: [ExplanationMethod: [Int: ExplanationMap]] = [:]
    if let output = outputs.first(where: { !$0.contribution.isEmpty }) {
      let cells = output.mapRows * output.mapColumns
      for label in pack.manifest.labels.indices {
        let values = Array(output.contribution[(label * cells)..<((label + 1) * cells)])
        maps[.contribution, default: [:]][label] = ExplanationMap(
          rows: output.mapRows, columns: output.mapColumns, values: values)
      }
    }
    for (label, values) in cams {
      maps[.gradCAM, default: [:]][label] = ExplanationMap(
        rows: outputs[0].mapRows, columns: outputs[0].mapColumns, values: values)
    }
    return maps
  }
}

/// Inputs already made for one film: members of equal size and profile share one.
private struct InputCache {
  private let image: ModalityImage
  private var inputs: [(size: Int, profile: PreprocessProfile, input: ModelInput)] = []

  init(_ image: ModalityImage) { self.image = image }

  mutating func input(for member: PackManifest.Member) -> ModelInput {
    if let known = inputs.first(where: { $0.size == member.size && $0.profile == member.profile }) {
      return known.input
    }
    let input = member.profile.input(from: image, size: member.size)
    inputs.append((member.size, member.profile, input))
    return input
  }
}
