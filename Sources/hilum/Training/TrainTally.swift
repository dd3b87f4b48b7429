/// What a training counts across its stops.

import Foundation

/// Kept in the remarks of a checkpoint.
struct TrainTally {
  var bestMAP = -1.0
  var seconds = 0.0
  var epochs = 0
  var skippedSteps = 0

  var bestText: String { bestMAP < 0 ? "–" : String(format: "%.3f", bestMAP) }

  var notes: [String: String] {
    [
      "best": String(bestMAP.bitPattern), "seconds": String(seconds), "epochs": String(epochs),
      "skipped": String(skippedSteps),
    ]
  }

  init() {}

  init(notes: [String: String]) {
    bestMAP = notes["best"].flatMap { UInt64($0) }.map(Double.init(bitPattern:)) ?? -1
    seconds = notes["seconds"].flatMap { Double($0) } ?? 0
    epochs = notes["epochs"].flatMap { Int($0) } ?? 0
    skippedSteps = notes["skipped"].flatMap { Int($0) } ?? 0
  }
}
