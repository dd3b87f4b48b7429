/// Reads films with a pack: preprocess, run the members on every view, join, calibrate, decide, explain.

package import Imaging
internal import Neural
internal import Trust

/// Which Grad-CAM maps a reading should hold, each of the first member that speaks.
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
  /// What the networks said before anybody judged it.
  package let evidence: FilmEvidence

  /// How many passes with dropout were made; 0 where nobody asked or no head has it.
  package var dropoutPasses: Int { evidence.passes.first?.count ?? 0 }
}

/// A loaded pack with its own thread. The same film, pack, plan and thread count give the same bits.
package actor Engine {
  private let executor = QueueExecutor("hilum.engine")
  package nonisolated let pack: Pack
  package nonisolated let plan: InferencePlan
  /// Which members take part and why the others do not.
  package nonisolated let roster: [MemberFacts]
  package nonisolated let calibration: CalibrationStatus
  private let threads: Threads
  private let workspaces: [Workspace]
  private let members: [Member]
  private let panels: PanelFolder?

  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Loads every member strictly. Blocks for as long as checking the weights takes.
  /// - Parameters:
  ///   - plan: how members are asked and joined; by default as the pack says.
  ///   - without: members to leave out, by name.
  ///   - threads: how many threads a pass may use; by default one for each processor.
  ///   - panels: where packed weights may be found, and can be kept.
  /// - Throws: as `Roster`, and `ReviewError.gatingNeedsNormal`.
  package init(
    _ pack: Pack, plan: InferencePlan? = nil, without: Set<String> = [], threads: Int? = nil,
    panels: PanelFolder? = nil
  ) throws(ReviewError) {
    (self.pack, self.panels) = (pack, panels)
    self.plan = plan ?? pack.manifest.plan
    guard self.plan.gating == nil || pack.manifest.labels.contains(NormalGating.label) else {
      throw .gatingNeedsNormal
    }
    self.threads = threads.map { Threads($0) } ?? Threads()
    let roster = try Self.roster(pack, self.plan.precision, without, panels, self.threads)
    members = roster.members
    self.roster = roster.facts
    calibration = pack.manifest.calibrationStatus(
      members: roster.members.map(\.facts.name), plan: self.plan)
    workspaces = (0..<self.threads.count).map { _ in Workspace() }
  }

  /// A wrong file is worse news than a member that cannot be loaded from it.
  private static func roster(
    _ pack: Pack, _ precision: Precision, _ without: Set<String>, _ panels: PanelFolder?, _ threads: Threads
  ) throws(ReviewError) -> Roster {
    do throws(ReviewError) {
      return try Roster(pack, precision, without: without, panels, threads)
    } catch {
      try pack.confirm()
      throw error
    }
  }

  /// One sentence for each member that does not speak.
  package nonisolated var warnings: [String] { Provenance(members: roster).warnings }

  /// Keeps what was packed of large members, for the next time. Readings wait meanwhile.
  package func keepPanels() { panels?.keep(members.compactMap(\.panels)) }

  /// The film as this pack's members see it.
  package nonisolated func prepare(_ film: Film) -> PreparedFilm {
    PreparedFilm(film, for: pack.manifest.members)
  }

  /// Reads one film.
  /// - Parameters:
  ///   - dropout: how many passes with dropout to add where a head has it; for `FindingUncertainty` alone.
  ///   - partial: told of the reading as it stands after the first member's first view and after each further step, on the
  ///     engine's thread; its provenance says how much is still to come.
  /// - Throws: `ReviewError.notFinite`, `CancellationError` within a block's time, and what `Pack.confirm` throws.
  package func read(
    _ film: Film, study: StudyID, gradCAM: GradCAMRequest = .none, dropout: Int = 0,
    partial: (@Sendable (Reading) -> Void)? = nil
  ) throws -> TimedReading {
    let clock = ContinuousClock()
    let start = clock.now
    let prepared = prepare(film)
    return try read(
      prepared, study: study, gradCAM: gradCAM, dropout: dropout,
      seconds: ["preprocess": (clock.now - start) / .seconds(1)], partial: partial)
  }

  /// Reads one film that was prepared before.
  /// - Parameter seconds: what was spent on it before.
  /// - Throws: as the other `read`.
  package func read(
    _ prepared: PreparedFilm, study: StudyID, gradCAM: GradCAMRequest = .none, dropout: Int = 0,
    seconds spent: [String: Double] = [:], partial: (@Sendable (Reading) -> Void)? = nil
  ) throws -> TimedReading {
    var seconds = spent
    var last: [MemberReading] = []
    try observe(prepared, gradCAM: gradCAM, &seconds) { readings, passes, passesInAll in
      last = readings
      if passes < passesInAll {
        partial?(reading(of: study, readings, cams: readings[0].output.gradCAM, passes, passesInAll))
      }
    }
    let state = try sample(&last, dropout)
    let evidence = try self.evidence(last, prepared, isCalibrated ? pack.trust?.stranger?.odin : nil)
    var cams = last[0].output.gradCAM
    if case .leading(let most) = gradCAM {
      try Task.checkCancellation()
      let labels = verdict(last).leading(most)
      let input = prepared.input(for: members[0].facts)
      cams = try members[0].read(input, gradCAM: labels, workspaces[0], threads).gradCAM
    }
    let whole = try reading(
      of: study, last, cams: cams, 1, 1, ood: strangeness(evidence), dropout: state)
    return TimedReading(reading: whole, seconds: seconds, evidence: evidence)
  }

  /// Adds passes with dropout to what the members said.
  private func sample(_ readings: inout [MemberReading], _ passes: Int) throws -> DropoutState {
    guard passes > 0 else { return .notAsked }
    for (index, member) in members.enumerated() {
      readings[index].sampled = try member.sampled(readings[index].output, passes: passes, workspaces[0])
    }
    return readings.contains { $0.sampled != nil } ? .measured : .noDropout
  }

  /// What the networks say of a film, for fitting and measuring.
  /// - Parameter odin: how to measure ODIN's score, where it is wanted.
  /// - Throws: as `read`.
  package func examine(_ film: PreparedFilm, odin: ODINSetting? = nil) throws -> FilmEvidence {
    try evidence(try observe(film), film, odin)
  }

  // MARK: passes

  private func observe(_ film: PreparedFilm) throws -> [MemberReading] {
    var seconds: [String: Double] = [:]
    var last: [MemberReading] = []
    try observe(film, gradCAM: .none, &seconds) { readings, _, _ in last = readings }
    return last
  }

  /// Runs every member on every view; after each step tells what is known so far.
  private func observe(
    _ film: PreparedFilm, gradCAM: GradCAMRequest, _ seconds: inout [String: Double],
    _ step: ([MemberReading], _ passes: Int, _ passesInAll: Int) -> Void
  ) throws {
    let clock = ContinuousClock()
    let others = Array(plan.views(for: pack.manifest.labels).dropFirst())
    let inAll = members.count * (1 + others.count)
    var readings: [MemberReading] = []
    for (index, member) in members.enumerated() {
      try Task.checkCancellation()
      let start = clock.now
      let input = film.input(for: member.facts)
      var wanted: [Int] = []
      if index == 0, case .labels(let labels) = gradCAM { wanted = labels }
      let output = try member.read(input, gradCAM: wanted, workspaces[0], threads)
      try pack.confirm()
      readings.append(MemberReading(name: member.facts.name, weight: member.facts.weight, output))
      step(readings, index * (1 + others.count) + 1, inAll)
      if !others.isEmpty {
        try Task.checkCancellation()
        let logits = try member.read(input, views: others, brightness, workspaces, threads)
        readings[index].add(others, logits)
        step(readings, (index + 1) * (1 + others.count), inAll)
      }
      seconds[member.facts.name] = (clock.now - start) / .seconds(1)
    }
  }

  private var brightness: BrightnessSpace {
    plan.fidelity == .exact
      ? .normalised : .gray(mean: ModelInput.mean, deviation: ModelInput.deviation)
  }

  // MARK: conclusions

  /// Whether what was fitted to the pack holds for these members and this plan.
  private var isCalibrated: Bool {
    if case .applied = calibration { true } else { false }
  }

  private func verdict(
    _ readings: [MemberReading], film: AbstentionVerdict = .predict, dropout: DropoutState = .notAsked
  ) -> Verdict {
    Verdict(
      Opinion.all(pack.manifest.labels, readings, plan), members: readings.map(\.name),
      isCalibrated ? pack.calibration : nil, pack.trust?.policy, film: film, dropout: dropout)
  }

  /// The opinions before anybody judges them, with the evidence of the member that the detectors of strange films look at.
  private func evidence(
    _ readings: [MemberReading], _ film: PreparedFilm, _ odin: ODINSetting?
  ) throws -> FilmEvidence {
    let opinions = Opinion.all(pack.manifest.labels, readings, plan)
    let place = readings.firstIndex { $0.name == pack.trust?.stranger?.member } ?? 0
    let score = try odin.flatMap {
      try members[place].odin(film.input(for: members[place].facts), $0, workspaces[0], threads)
    }
    return FilmEvidence(
      ensemble: opinions.map(\.ensemble), members: opinions.map(\.members), views: opinions.map(\.views),
      passes: opinions.map(\.passes),
      ood: OODEvidence(
        logits: opinions.map(\.ensemble.value), features: readings[place].output.features.map(Double.init),
        odin: score))
  }

  /// How strange the film is; `nil` where the pack cannot tell, or was fitted to something else.
  private func strangeness(_ evidence: FilmEvidence) throws -> OODScore? {
    guard isCalibrated, let model = pack.trust?.stranger?.model else { return nil }
    return try model.score(evidence.ood)
  }

  private func reading(
    of study: StudyID, _ readings: [MemberReading], cams: [Int: [Float]], _ passes: Int, _ passesInAll: Int,
    ood: OODScore? = nil, dropout: DropoutState = .notAsked
  ) -> Reading {
    let verdict = verdict(readings, film: ood?.verdict ?? .predict, dropout: dropout)
    return Reading(
      study: study, pack: pack.sha256, findings: verdict.findings,
      maps: ExplanationMaps.of(readings.map(\.output), labels: pack.manifest.labels.count, cams),
      uncalibrated: verdict.uncalibrated, provenance: provenance(passes, passesInAll), ood: ood)
  }

  private func provenance(_ passes: Int, _ passesInAll: Int) -> Provenance {
    let views = plan.views(for: pack.manifest.labels)
    let unflipped =
      views.contains(where: \.isFlipped) ? pack.manifest.labels.filter { !plan.mayFlip($0) } : []
    return Provenance(
      plan: plan, views: views.map(\.name), unflipped: unflipped, members: roster, calibration: calibration,
      passes: passes, passesInAll: passesInAll)
  }
}
