/// The reader's saved views of the queue, kept in the XDG state folder.

import Foundation
import Review
import Workstation

enum SavedViews {
  private static var path: String { Places.state + "/hilum/views.json" }

  /// What earlier sittings kept; nothing where the file is missing or damaged: views are a convenience, not a decision.
  static func load() -> [Int: SavedView] {
    guard let data = FileManager.default.contents(atPath: path) else { return [:] }
    return (try? JSONDecoder().decode([Int: SavedView].self, from: data)) ?? [:]
  }

  static func keep(_ views: [Int: SavedView]) {
    guard let data = try? JSONEncoder().encode(views) else { return }
    try? FileWriter.makeFolder((path as NSString).deletingLastPathComponent)
    try? FileWriter.replace(path, Array(data))
  }
}
