/// What there is to read: files, folders, work lists and patterns as one list of films. Nothing is decoded here.

import Foundation
import Imaging
import Synchronization

/// A file that may hold a film.
struct FilmFile: Equatable, Sendable {
  let path: String
  /// Whether it was named, and not come upon in a folder: then it is refused, and not passed over, where it holds no image.
  let isNamed: Bool
  /// As the queue shows it.
  var name: String { (path as NSString).lastPathComponent }

  init(_ film: FoundFilm) { (path, isNamed) = (film.path, film.isNamed) }
}

enum FilmList {
  /// The films under `paths`, in the order in which a scan finds them (`FilmScan`).
  /// - Parameter passedOver: told of what is no film; a path that was given and leads nowhere is an error instead.
  /// - Throws: `FilmListError` where a path that was given names nothing to read.
  static func films(
    at paths: [String], passedOver: @escaping @Sendable (FilmListError) -> Void = { _ in }
  ) throws(FilmListError) -> [FilmFile] {
    let films = Mutex<[FilmFile]>([])
    let fault = Mutex<FilmListError?>(nil)
    var settings = FilmScan.Settings()
    settings.readsHeaders = false
    let scan = FilmScan(paths, settings: settings) { event in
      switch event {
      case .found(let found): films.withLock { $0 += found.map(FilmFile.init) }
      case .skipped(let path, let reason):
        let error = FilmListError(path: path, reason: reason)
        if paths.contains(path) {
          fault.withLock { $0 = $0 ?? error }
        } else {
          passedOver(error)
        }
      case .described, .stalled, .finished: break
      }
    }
    scan.run()
    if let error = fault.withLock(\.self) { throw error }
    return films.withLock(\.self)
  }
}

/// Why something that was given or found is no film.
struct FilmListError: Error, Equatable, CustomStringConvertible {
  let path: String
  let reason: SkipReason

  /// The folders above stay off the screen.
  var description: String { "\((path as NSString).lastPathComponent): \(reason.sentence)" }
}
