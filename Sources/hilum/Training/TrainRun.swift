/// One training from its first step to its last: steps, validation, checkpoints, metrics.

import Foundation
import Neural

struct TrainRun<Network: TrainableNetwork> {
  private let config: TrainConfig
  private let labels: [String]
  private let training: FilmSet
  private let validation: FilmSet
  private let trainer: Trainer<Network>
  private let folder: TrainFolder
  private var tally = TrainTally()
  private let progress = TrainProgress()

  init(
    _ network: Network, _ store: ParameterStore, _ config: TrainConfig, labels: [String], training: FilmSet,
    validation: FilmSet
  ) throws {
    (self.config, self.labels, self.training, self.validation) = (config, labels, training, validation)
    trainer = try Trainer(network, state: store, plan: config.plan, threads: Threads(config.threads))
    folder = TrainFolder(path: config.output)
  }

  /// Trains to the end of the plan or of the time.
  mutating func run(resuming: Bool) throws {
    try prepare(resuming: resuming)
    let clock = ContinuousClock()
    let steps = trainer.steps(of: training.count)
    let start = clock.now
    var saved = start
    let before = tally.seconds
    var epoch = EpochMeter(start: start)
    while trainer.phase != nil, tally.seconds < 60 * config.maxMinutes {
      epoch.wholeNetwork = trainer.phase?.wholeNetwork ?? true
      let report = trainer.step(training)
      if !report.taken { tally.skippedSteps += 1 }
      tally.seconds = before + (clock.now - start) / .seconds(1)
      epoch.count(report, pictures: config.plan.batch)
      show(report, epoch, steps, clock.now)
      if trainer.position.isAtEpochEnd || tally.seconds >= 60 * config.maxMinutes {
        try finishEpoch(epoch, clock.now)
        epoch = EpochMeter(start: clock.now)
        saved = clock.now
      } else if clock.now - saved > .seconds(60 * config.checkpointMinutes) {
        try save()
        saved = clock.now
      }
    }
    progress.say(
      "Done after \(TrainProgress.clock(tally.seconds)). Best mAP \(tally.bestText): \(folder.best)")
  }

  private mutating func prepare(resuming: Bool) throws {
    guard resuming else { return }
    let notes = try trainer.restore(from: folder.checkpoint)
    for (key, value) in identity where notes[key] != value {
      throw TrainError.otherRun(folder: folder.path, key: key)
    }
    tally = TrainTally(notes: notes)
    try MetricsLog(path: folder.metrics).rewind(toStep: trainer.position.step)
    progress.say(
      "Going on after step \(trainer.position.step), \(TrainProgress.clock(tally.seconds)) into the training."
    )
  }

  /// What has to be the same for a checkpoint to be gone on from.
  private var identity: [String: String] {
    [
      "arch": config.architecture, "size": String(config.size), "batch": String(config.plan.batch),
      "seed": String(config.plan.seed), "films": String(training.count),
      "labels": labels.joined(separator: "\n"),
    ]
  }

  private func save() throws {
    try trainer.save(
      to: folder.checkpoint, notes: identity.merging(tally.notes) { own, _ in own })
  }

  private mutating func finishEpoch(_ epoch: EpochMeter, _ now: ContinuousClock.Instant) throws {
    progress.show(force: true) { "Validating with \(validation.count) films …" }
    let scores = ValidationScores(
      trainer.predict(validation), validation, names: labels, loss: config.plan.loss)
    let isBest = (scores.map ?? 0) > tally.bestMAP
    if isBest {
      tally.bestMAP = scores.map ?? 0
      try keep(scores)
    }
    tally.epochs += 1
    let seconds = epoch.seconds(to: now)
    try MetricsLog(path: folder.metrics).append(
      MetricsLine(
        step: trainer.position.step, epoch: tally.epochs, phase: epoch.wholeNetwork ? "whole" : "head",
        loss: trainer.position.isAtEpochEnd ? trainer.position.epochLoss : epoch.meanLoss, rate: epoch.rate,
        seconds: tally.seconds,
        imagesPerSecond: Double(epoch.pictures) / max(seconds, 1e-9), skippedSteps: tally.skippedSteps,
        best: isBest, validation: scores))
    try save()
    progress.say(
      String(
        format: "epoch %d/%d  loss %.4f  validation %.4f  mAP %.3f  AUROC %.3f  %.1f images/s%@",
        tally.epochs,
        config.plan.phases.map(\.epochs).reduce(0, +), epoch.meanLoss, scores.loss, scores.map ?? .nan,
        scores.auroc ?? .nan, Double(epoch.pictures) / max(seconds, 1e-9), isBest ? "  best" : ""))
  }

  /// Writes the averaged weights with what a pack has to know about them.
  private func keep(_ scores: ValidationScores) throws {
    let names = try JSONEncoder().encode(labels)
    var writer = SafetensorsWriter(metadata: [
      "arch": config.architecture, "size": String(config.size), "profile": config.profile.rawValue,
      "labels": String(decoding: names, as: UTF8.self), "step": String(trainer.position.step),
      "validation_map": "\(scores.map ?? .nan)", "validation_auroc": "\(scores.auroc ?? .nan)",
    ])
    trainer.average.add(to: &writer, as: .float16)
    try writer.write(to: folder.best)
  }

  private func show(
    _ report: StepReport, _ epoch: EpochMeter, _ steps: Int, _ now: ContinuousClock.Instant
  ) {
    let total = steps * config.plan.phases.map(\.epochs).reduce(0, +)
    let speed = Double(epoch.pictures) / max(epoch.seconds(to: now), 1e-9)
    let remaining = Double((total - trainer.position.step) * config.plan.batch) / max(speed, 1e-9)
    let left = min(remaining, 60 * config.maxMinutes - tally.seconds)
    let best = tally.bestText
    progress.show {
      let share = Double(trainer.position.step) / Double(max(total, 1))
      return String(
        format: "%@ step %d/%d  loss %.4f  rate %.1e  mAP %@  %.1f images/s  %@ left",
        TrainProgress.bar(share),
        trainer.position.step, total, epoch.meanLoss, report.rate, best, speed, TrainProgress.clock(left))
    }
  }
}
