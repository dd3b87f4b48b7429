/// Films as they are found in a folder, and what their headers say.

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
