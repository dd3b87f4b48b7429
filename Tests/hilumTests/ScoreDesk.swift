/// Films and a list on disk for `hilum score`.

import Foundation
import Imaging

/// Five films, one broken file among them, and a list that names them in another order than the folder's.
final class ScoreDesk {
  let folder = FileManager.default.temporaryDirectory.appending(path: "hilum-score-\(UUID().uuidString)")
  static let names = ["d.png", "a.png", "broken.png", "c.png", "b.png", "e.png"]

  init(_ names: [String] = names) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (seed, name) in names.enumerated() {
      let gray = (0..<64 * 64).map { UInt16(truncatingIfNeeded: ($0 % 64) * 600 * (seed + 1) + $0 / 64) }
      let png = try PNGImage(rows: 64, columns: 64, gray: gray).encoded()
      try Data(name == "broken.png" ? png.prefix(60) : png[...]).write(to: folder.appending(path: name))
    }
    try (["ImageID"] + names).joined(separator: "\n").appending("\n")
      .write(to: folder.appending(path: "list.csv"), atomically: true, encoding: .utf8)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path }
  func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

  func score(_ output: String, _ more: [String] = [], environment: [String: String] = [:]) throws -> Program {
    try Program.run(
      arguments: [
        "score", "--images", folder.path, "--list", path("list.csv"), "--tta", "none", "--output",
        path(output),
      ] + more, environment: environment)
  }
}
