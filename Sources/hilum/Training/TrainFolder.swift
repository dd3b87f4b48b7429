/// The output folder of a training.

import Foundation

struct TrainFolder {
  let path: String
  /// Everything needed to go on.
  var checkpoint: String { path + "/checkpoint.safetensors" }
  /// The averaged weights of the best epoch by mAP, in half precision.
  var best: String { path + "/best.safetensors" }
  /// One JSON object an epoch.
  var metrics: String { path + "/metrics.jsonl" }

  /// Makes the folder for a new training, or checks that there is one to go on with.
  /// - Throws: `TrainError.runExists`, `.nothingToResume` or `.unwritable`.
  func open(resuming: Bool) throws(TrainError) {
    let exists = FileManager.default.fileExists(atPath: checkpoint)
    guard exists == resuming else { throw exists ? .runExists(folder: path) : .nothingToResume(folder: path) }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .unwritable(file: path, reason: "the folder cannot be made")
    }
  }
}
