/// Packs of seeded networks, small enough to make for each test.

import Foundation
import Imaging
import Neural
import Review
import Trust

enum PackFixture {
  static let labels = ["Normal", "Mass", "Nodule"]

  /// A pack of an atto CSRA and an atto standard network with input 64, in `folder`/pack.
  static func make(
    _ folder: TemporaryFolder, calibrated: Bool = true, labels: [String] = labels
  ) throws -> Pack {
    var sources: [PackWriter.Source] = []
    for (name, architecture) in [("a", "convnextv2_atto.csra"), ("b", "convnextv2_atto.standard")] {
      try writeWeights(architecture, to: folder.file("\(name).seeded"))
      sources.append(
        PackWriter.Source(
          name: name, architecture: architecture, weights: folder.file("\(name).seeded"), size: 64,
          profile: .repoInference))
    }
    let path = folder.file("pack")
    let pack = try PackWriter.create(path, name: "seeded", sources: sources, labels: labels, card: "# card\n")
    guard calibrated else { return pack }
    var manifest = pack.manifest
    manifest.calibration = Calibration(
      temperatures: [1.5, 2, 0.5], thresholds: [0.4, 0.5, 0.6], halfWidths: [0.01, 0.02, 0])
    return try PackWriter.write(manifest, card: pack.card, to: path)
  }

  /// Every tensor that the architecture asks for, out of a seed.
  static func writeWeights(_ architecture: String, to path: String) throws {
    var recorder = Recorder()
    _ = try ModelRegistry.make(architecture, labels: labels.count, &recorder)
    try recorder.writer.write(to: path)
  }

  /// A film with something on it.
  static func film(seed: Int = 1) throws -> (film: Film, bytes: [UInt8]) {
    let gray = (0..<(80 * 60)).map { UInt16(truncatingIfNeeded: ($0 &* 7919 &* seed) ^ ($0 << 3)) }
    let bytes = try PNGImage(rows: 80, columns: 60, gray: gray).encoded()
    return (try Film.open(bytes: bytes), bytes)
  }

  private struct Recorder: WeightSource {
    private let seeded = SeededWeights(seed: 7)
    var writer = SafetensorsWriter()

    mutating func take(_ name: String, _ shape: [Int]) -> Tensor {
      let tensor = seeded.take(name, shape)
      writer.add(name, shape, UnsafeBufferPointer(start: tensor.base, count: tensor.count), as: .float16)
      return tensor
    }

    mutating func takeCounter(_ name: String) { writer.add(name, [], integers: [1]) }
  }
}
