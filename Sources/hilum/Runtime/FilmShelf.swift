/// The frames that are in memory: opened once, found by the hash of their film's bytes, the longest unused put away first.

import Imaging
import Review
import Synchronization
import Workstation

/// Films by study. A 5-megapixel film takes about 30 MB, so only a few stay.
final class FilmShelf: Sendable {
  private struct Place: Sendable {
    let study: StudyID
    let frame: Int
    let film: Film
  }

  /// Last used last.
  private let places = Mutex<[Place]>([])
  private let capacity: Int
  /// Where each study was read from, to open it again when it was put away.
  private let paths = Mutex<[StudyID: String]>([:])

  private let decoder: DecodePool

  init(capacity: Int = 6, decoder: DecodePool = DecodePool()) {
    self.capacity = capacity
    self.decoder = decoder
  }

  /// Starts what decodes, so that the first film need not wait for all of that.
  func warmUp() { decoder.warmUp() }

  /// Reads the file, decodes a frame, counted from 0, and keeps it.
  func open(_ path: String, frame: Int = 0) throws(ImagingError) -> (StudyID, Film) {
    let bytes = try ImageFile.read(path)
    let (film, study) = try decoder.open(bytes: bytes, frame: frame) { StudyID(sha256: SHA256.hash(bytes)) }
    paths.withLock { $0[study] = path }
    keep(Place(study: study, frame: frame, film: film))
    return (study, film)
  }

  /// Where a study was read from; nil where it was not.
  func path(of study: StudyID) -> String? { paths.withLock { $0[study] } }

  /// A frame of a study: from memory, or opened again. nil if its file is no longer what it was.
  func film(of study: StudyID, frame: Int = 0) -> Film? {
    let kept = places.withLock { places -> Film? in
      guard let index = places.firstIndex(where: { $0.study == study && $0.frame == frame }) else {
        return nil
      }
      places.append(places.remove(at: index))
      return places.last?.film
    }
    if let kept { return kept }
    guard let path = path(of: study), let again = try? open(path, frame: frame), again.0 == study else {
      return nil
    }
    return again.1
  }

  private func keep(_ place: Place) {
    places.withLock { places in
      places.removeAll { $0.study == place.study && $0.frame == place.frame }
      places.append(place)
      if places.count > capacity { places.removeFirst() }
    }
  }
}
