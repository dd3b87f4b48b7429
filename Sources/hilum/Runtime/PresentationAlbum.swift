/// Presentation states that were found beside the films, by the images that they are made for.

import Foundation
import Imaging
import Synchronization

/// Files are read when a film first asks for its states.
final class PresentationAlbum: Sendable {
  private struct Pages {
    var unread: [String] = []
    var read: Set<String> = []
    var states: [SoftcopyPresentation] = []
    var folders: Set<String> = []
  }

  private let pages = Mutex(Pages())
  /// Neighbours that a film's folder is searched for; larger folders are known by the scan alone.
  private static let mostNeighbours = 2000

  /// Takes note of files that hold states.
  func add(_ paths: [String]) {
    pages.withLock { $0.unread += paths }
  }

  /// The states for a film, by their labels; those in its own folder count as well, whether it was searched or not.
  func states(for film: Film, at path: String?) -> [SoftcopyPresentation] {
    guard let uid = film.metadata.sopInstanceUID else { return [] }
    let folder = path.map { ($0 as NSString).deletingLastPathComponent }
    let isNew = folder.map { folder in pages.withLock { $0.folders.insert(folder).inserted } } ?? false
    if let folder, isNew { add(Self.neighbours(in: folder.isEmpty ? "." : folder)) }
    return pages.withLock { pages in
      for path in pages.unread where pages.read.insert(path).inserted {
        guard let state = SoftcopyPresentation(path: path), !pages.states.contains(state) else { continue }
        pages.states.append(state)
      }
      pages.unread = []
      return pages.states.filter { $0.images.contains(uid) }
        .sorted { ($0.label, $0.instanceUID) < ($1.label, $1.instanceUID) }
    }
  }

  /// The state of this name; nil where it was never found.
  func state(_ uid: String) -> SoftcopyPresentation? {
    pages.withLock { $0.states.first { $0.instanceUID == uid } }
  }

  private static func neighbours(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard names.count <= mostNeighbours else { return [] }
    return names.map { folder + "/" + $0 }.filter { path in
      (try? FilmHeader.read(path).get())?.content == .presentation
    }
  }
}
