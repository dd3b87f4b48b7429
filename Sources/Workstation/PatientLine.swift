/// Whose film it is: hidden until the reader asks, and drawn from the same value as the film itself.

import Imaging
import Review

/// What may be shown of a patient.
package enum PatientLine: Equatable, Sendable {
  /// The file has no place for a patient, or no film is open.
  case unknown
  case masked(String)
  /// In clear, because the reader asked.
  case clear(String)

  /// - Parameter film: the film beside which the line stands. There is no way to make one from anything else.
  init(of film: FilmFacts?, isShown: Bool) {
    guard let identity = film?.identity else {
      self = .unknown
      return
    }
    self = isShown ? .clear(identity.clear.line) : .masked(identity.masked)
  }
}

/// Whether two films are of one patient, as far as their headers say.
package enum PatientMatch: Equatable, Sendable {
  case same, other, unknown

  package init(_ one: FilmFacts?, _ two: FilmFacts?) {
    guard let one = one?.identity, let two = two?.identity else {
      self = .unknown
      return
    }
    self = one == two ? .same : .other
  }
}

let patientCommands: [Command] = [
  Command(
    "patient", .program, "patient's name, or hide", in: [.reading, CompareScreen.context], "N",
    disabled: { $0.film?.identity == nil ? noFilm($0) ?? "this file names no patient" : nil }
  ) { $0.showsPatient.toggle() }
]
