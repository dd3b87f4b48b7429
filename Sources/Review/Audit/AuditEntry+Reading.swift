/// Making the entry of a film that was read, or of one that was not.

package import Foundation
internal import Trust

extension AuditEntry {
  /// The entry of an input that no network saw, or that one failed on.
  package init(refused error: any Error, input: String?, pack: Pack, program: String, time: Date = Date()) {
    self.init(pack: pack, input: input, program: program, time: time)
    // The case's name alone: what it carries may quote the file.
    let name = String(describing: error).prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
    self.error = "\(type(of: error)).\(name)"
    abstention = AbstentionState.rejectInput.rawValue
  }

  /// The entry of a film that its quality kept from the networks; its warnings are the checks that forbade it.
  package init(
    rejected input: RejectedInput, of subject: AuditSubject, pack: Pack, program: String, time: Date = Date()
  ) {
    self.init(pack: pack, input: input.quality.study.sha256, program: program, time: time)
    acquisition = subject.acquisition
    abstention = AbstentionState.rejectInput.rawValue
    abstentionReason = input.verdict.reason?.sentence
    warnings = input.quality.rejections
  }

  /// The entry of a film that was read.
  /// - Parameter overruled: names of the checks that reject the film, where it was read all the same.
  package init(
    _ timed: TimedReading, of subject: AuditSubject, pack: Pack, program: String, time: Date = Date(),
    overruled: [String] = []
  ) {
    let reading = timed.reading
    self.init(pack: pack, input: reading.study.sha256, program: program, time: time)
    acquisition = subject.acquisition
    seconds = timed.seconds
    dropoutPasses = timed.dropoutPasses
    ood = reading.ood.map { OOD(score: $0.value, limit: $0.limit) }
    abstention = reading.abstention.state.rawValue
    abstentionReason = reading.abstention.reason?.name
    labels = Self.labels(reading, pack.manifest.calibration)
    explanationSHA256 = Self.hash(reading.maps)
    if let plan = reading.provenance.plan { settings = plan.text.split(separator: " ").map(String.init) }
    views = reading.provenance.views
    if !reading.provenance.members.isEmpty {
      members = reading.provenance.members.map {
        Member(name: $0.name, weightsSHA256: $0.weights, weight: $0.weight, state: $0.state.name)
      }
    }
    calibration = reading.provenance.calibration.name
    if reading.findings.isEmpty { warnings.append("uncalibrated") }
    if subject.isContradictory { warnings.append("contradictory_polarity") }
    if !overruled.isEmpty { warnings += ["read_although_rejected"] + overruled }
  }

  private init(pack: Pack, input: String?, program: String, time: Date) {
    let manifest = pack.manifest
    event = UUID().uuidString.lowercased()
    self.time = JournalLine.written(time)
    self.program = program
    self.pack = "\(manifest.name) \(manifest.version)"
    packSHA256 = pack.sha256
    members = manifest.members.map {
      Member(name: $0.name, weightsSHA256: $0.weights.sha256, weight: $0.weight, state: nil)
    }
    inputSHA256 = input
    profiles = manifest.members.map { "\($0.profile.rawValue) \($0.size)" }
  }

  private static func labels(_ reading: Reading, _ calibration: Calibration?) -> [Label] {
    let spoken = reading.findings.enumerated().map { index, finding in
      let members = finding.uncertainty?.members
      return Label(
        label: finding.label, logit: finding.ensemble.value, members: finding.logits.mapValues(\.value),
        probability: finding.probability.value, threshold: finding.threshold.value,
        temperature: calibration?.temperatures?[index], decision: finding.state.rawValue,
        abstention: finding.abstention.reason?.name, entropy: members?.entropy,
        mutualInformation: members?.mutualInformation,
        dropoutMutualInformation: finding.uncertainty?.passes?.mutualInformation,
        spread: members.map { [$0.lowest, $0.highest] })
    }
    let unspoken = reading.uncalibrated.map { score in
      let members = score.uncertainty?.members
      return Label(
        label: score.label, logit: score.ensemble.value, members: score.logits.mapValues(\.value),
        probability: nil, threshold: nil, temperature: nil, decision: nil, abstention: nil,
        entropy: members?.entropy, mutualInformation: members?.mutualInformation,
        dropoutMutualInformation: score.uncertainty?.passes?.mutualInformation,
        spread: members.map { [$0.lowest, $0.highest] })
    }
    return spoken + unspoken
  }

  /// Over every map, by method and label: its size, then its values as little-endian floats.
  private static func hash(_ maps: [ExplanationMethod: [Int: ExplanationMap]]) -> String? {
    guard maps.contains(where: { !$0.value.isEmpty }) else { return nil }
    var hash = SHA256()
    for method in maps.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
      for (label, map) in (maps[method] ?? [:]).sorted(by: { $0.key < $1.key }) {
        Array("\(method.rawValue) \(label) \(map.rows) \(map.columns)\n".utf8).withUnsafeBytes {
          hash.update($0)
        }
        map.values.map(\.bitPattern.littleEndian).withUnsafeBytes { hash.update($0) }
      }
    }
    return hash.finish()
  }
}
