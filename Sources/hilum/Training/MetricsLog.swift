/// The metrics of a training as JSON lines, one an epoch.

import Foundation

struct MetricsLine: Encodable {
  let step: Int
  /// Counted from 1 over all phases.
  let epoch: Int
  let phase: String
  let loss: Double
  let rate: Double
  let seconds: Double
  let imagesPerSecond: Double
  /// Steps left out because loss or gradient were not finite.
  let skippedSteps: Int
  let best: Bool
  let validation: ValidationScores
}

struct MetricsLog {
  let path: String

  func append(_ line: MetricsLine) throws(TrainError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      let data = try encoder.encode(line) + Data("\n".utf8)
      if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(fileURLWithPath: path)) }
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      try handle.seekToEnd()
      try handle.write(contentsOf: data)
      try handle.close()
    } catch {
      throw .unwritable(file: path, reason: "the metrics could not be appended")
    }
  }

  /// Drops the lines of steps that a checkpoint does not know of: they will be taken again.
  func rewind(toStep step: Int) throws(TrainError) {
    struct Line: Decodable { let step: Int }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
    let kept = text.split(separator: "\n").filter { line in
      (try? JSONDecoder().decode(Line.self, from: Data(line.utf8))).map { $0.step <= step } ?? false
    }
    do {
      try Data(kept.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw .unwritable(file: path, reason: "the metrics could not be rewritten")
    }
  }
}
