/// What a scan tells while it goes on: films as they are found, what their headers say, and what was passed over.

/// A file that may hold a film.
package struct FoundFilm: Hashable, Sendable {
  /// Its place in the order in which the films of this scan were found, from 0.
  package let number: Int
  package let path: String
  /// Whether somebody named this very file, so that it has to be read or refused, and not passed over.
  package let isNamed: Bool

  package init(number: Int, path: String, isNamed: Bool = false) {
    self.number = number
    self.path = path
    self.isNamed = isNamed
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

/// One message of a scan. Films come first, in batches, so that a queue can be used at once; headers follow.
package enum ScanEvent: Equatable, Sendable {
  case found([FoundFilm])
  case described([DescribedFilm])
  case skipped(path: String, SkipReason)
  /// So many folders or files have not answered for a while. The scan goes on without them and takes them up when they do.
  case stalled(Int)
  /// Nothing more will come.
  case finished
}

/// Why an entry of a folder or a list is no film. `sentence` says it in words.
package enum SkipReason: Error, Equatable, Sendable {
  case listedBefore
  case brokenLink
  case pipe
  case socket
  case device
  /// The folder or the list cannot be read, in the system's own words.
  case unreadable(String)
  /// It is named and it is not there.
  case missing
  case noMatch
  /// There is nothing in it that may hold a film.
  case noFilm
  case noImageColumn
  case brokenTable(CSVError)
  case brokenDirectory
  /// It did not answer within `seconds`.
  case silent(seconds: Int)
}

extension SkipReason {
  package var sentence: String {
    switch self {
    case .listedBefore: "this folder is listed already, perhaps through a link. It is not listed again."
    case .brokenLink: "this link leads nowhere. It is passed over."
    case .pipe: "a pipe is not read. Give the path of a film."
    case .socket: "a socket is not read. Give the path of a film."
    case .device: "a device is not read. Give the path of a film."
    case .unreadable(let reason): "it cannot be read (\(reason)). Check its permissions."
    case .missing: "it does not exist. Give a film, a folder of films or a CSV work list."
    case .noMatch: "no file fits this pattern. Check its spelling."
    case .noFilm: "no film is here. Give a film, a folder of films or a CSV work list."
    case .noImageColumn: "it has no column ImageID. Name the column of the films so."
    case .brokenTable(let fault): "\(fault). Save the work list as CSV in UTF-8 again."
    case .brokenDirectory: "it cannot be read as a DICOMDIR. Give the folder that it stands in."
    case .silent(let seconds): "it did not answer within \(seconds) seconds. Check the disk or the network."
    }
  }
}
