/// `hilum inspect`: what films are, how their pixels were decoded, and their hashes.

import ArgumentParser
import Foundation
import Imaging

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Print films' metadata, the steps applied to their pixels, and their hashes.",
    discussion: """
      Takes what `hilum read` takes. Of several films each is compared with those before it, so that copies are found; with \
      --json each is one line. Names and numbers of the patient are never printed.
      Exit codes: 0 decoded, 2 usage, 3 refused (the reason is on standard error), 4 a valid file without an image.
      """)

  @Argument(
    help: "Films (DICOM, PNG, JPEG, TIFF, PGM, PPM), folders, work lists, DICOMDIRs, patterns or -.",
    completion: .file())
  var paths: [String] = []
  @Flag(help: "Print one JSON object a film (schema hilum.inspect/1).") var json = false
  @Flag(help: "Print the limits beyond which a file is refused and its decoder ended.") var limits = false
  @Option(help: "The frame of a multi-frame film, counted from 1.") var frame = 1

  func validate() throws {
    guard !paths.isEmpty || limits else { throw ValidationError("Give a film, or --limits.") }
    guard frame >= 1 else { throw ValidationError("--frame counts from 1.") }
  }

  func run() throws {
    if limits { print(LimitLines.all.joined(separator: "\n")) }
    guard !paths.isEmpty else { return }
    do {
      let films = try FilmList.films(at: paths) { Complaint.print("inspect", "\($0)") }
      guard !films.isEmpty else { throw FilmListError(path: paths[0], reason: .noFilm) }
      let code = inspect(films)
      if code != 0 { throw ExitCode(code) }
    } catch let error as FilmListError {
      Complaint.print("inspect", "\(error)")
      throw ExitCode(3)
    }
  }

  /// Prints every film; the exit code.
  private func inspect(_ films: [FilmFile]) -> Int32 {
    let decoder = DecodePool(workers: 1)
    var others: [String: PerceptualHash] = [:]
    var code: Int32 = 0
    for file in films {
      do {
        let bytes = try ImageFile.read(file.path)
        let film = try decoder.open(bytes: bytes, frame: frame - 1)
        let inspection = try Inspection(film, bytes: bytes, limits: .standard, among: others)
        if films.count > 1 { others[file.name] = PerceptualHash(film.image) }
        if films.count > 1, !json { print(file.name) }
        print(json ? try inspection.json() : inspection.lines.joined(separator: "\n"))
        if films.count > 1, !json { print() }
      } catch {
        let name = films.count > 1 ? "\(file.name): " : ""
        Complaint.print("inspect", name + Complaint.sentence(error))
        if case .noImage? = error as? ImagingError {
          if films.count == 1 { code = 4 } else if file.isNamed { code = 3 }
        } else {
          code = 3
        }
      }
    }
    return code
  }
}
