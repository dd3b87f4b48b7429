/// `hilum inspect`: what a film is, how its pixels were decoded, and their hash.

import ArgumentParser
import Foundation
import Imaging

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Print a film's metadata, the steps applied to its pixels, and their hash.",
    discussion: """
      Names and numbers of the patient are never printed.
      Exit codes: 0 decoded, 2 usage, 3 refused (the reason is on standard error), 4 a valid file without an image.
      """)

  @Argument(help: "A film: PNG, JPEG, PGM, PPM, TIFF or DICOM.") var file: String?
  @Flag(help: "Print one JSON object (schema hilum.inspect/1).") var json = false
  @Flag(help: "Print the limits beyond which a file is refused.") var limits = false
  @Option(help: "The frame of a multi-frame film, counted from 1.") var frame = 1

  func validate() throws {
    guard file != nil || limits else { throw ValidationError("Give a film, or --limits.") }
    guard frame >= 1 else { throw ValidationError("--frame counts from 1.") }
  }

  func run() throws {
    if limits { print(DecodeLimits.standard.lines.joined(separator: "\n")) }
    guard let file else { return }
    do {
      let bytes = try ImageFile.read(file)
      let film = try Film.open(bytes: bytes, frame: frame - 1)
      let inspection = try Inspection(film, bytes: bytes, limits: .standard)
      print(json ? try inspection.json() : inspection.lines.joined(separator: "\n"))
    } catch let error as ImagingError {
      Complaint.print("inspect", Complaint.sentence(error))
      if case .noImage = error { throw ExitCode(4) }
      throw ExitCode(3)
    }
  }
}
