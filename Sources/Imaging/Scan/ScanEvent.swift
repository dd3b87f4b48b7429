/// What a scan tells while it goes on: films as they are found, what their headers say, and what was passed over.

/// A file that may hold a film.
package struct FoundFilm: Hashable, Sendable {
  /// Its place in the order in which the films of this scan were found, from 0.
  package let number: Int
  package let path: String

  package init(number: Int, path: String) {
    self.number = number
    self.path = path
  }
}

/// The header of a film found before, or why it has none.
package struct DescribedFilm: Equatable, Sendable {
  package let film: FoundFilm
  package let header: Result<FilmHeader, ImagingError>

  package init(film: FoundFilm, header: Result<FilmHeader, ImagingError>) {
    self.film = film
    self.header = header
  }
}

/// Why an entry of a folder or a list is no film. `sentence` says it in words.
package enum SkipReason: Equatable, Sendable {
  case symbolicLinkLoop
  case brokenLink
  case pipe
  case socket
  case device
  /// The folder or the list cannot be read, in the system's own words.
  case unreadable(String)
  /// A list names it and it is not there.
  case missing
  /// A table or DICOMDIR that cannot be understood.
  case badList(String)
  /// A line of a list that leads out of the list's own folder.
  case outside
}

/// How far a scan has come.
package struct ScanCounts: Equatable, Sendable {
  package var folders = 0
  package var films = 0
  /// Films whose header was read or refused.
  package var described = 0
  package var skipped = 0
  /// Folders that have not answered for a second. The scan goes on without them and takes them up when they answer.
  package var stalled = 0

  package init() {}
}

/// One message of a scan. Films come first, in batches, so that a queue can be used at once; headers follow.
package enum ScanEvent: Equatable, Sendable {
  case found([FoundFilm], ScanCounts)
  case described([DescribedFilm], ScanCounts)
  case skipped(path: String, SkipReason, ScanCounts)
  /// Nothing more will come.
  case finished(ScanCounts)
}

extension SkipReason {
  package var sentence: String {
    switch self {
    case .symbolicLinkLoop: "a symbolic link that leads back to its own folder is not followed."
    case .brokenLink: "a symbolic link that leads nowhere is passed over."
    case .pipe: "a pipe is not read."
    case .socket: "a socket is not read."
    case .device: "a device is not read."
    case .unreadable(let reason): "it cannot be read (\(reason)). Check its permissions."
    case .missing: "it does not exist. Correct the list that names it."
    case .badList(let reason): "it is no usable list of films (\(reason))."
    case .outside: "it lies outside the folder of the list that names it. Copy it into that folder."
    }
  }
}
