/// `hilum deid`: DICOM films without their patients.

import ArgumentParser
import Foundation
import Imaging
import Review
import Terminal

struct DeidCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deid",
    abstract: "Write DICOM films without their patients (PS3.15 Annex E, Basic Profile).",
    discussion: """
      IN is a film or a folder of films. OUT is a folder; for one film it may be the name of the new file. Nothing is
      overwritten; files get mode 0600, folders 0700, and new names from their pseudonymous UIDs.
      The same --key gives the same pseudonyms, so that films of one patient stay together over several runs. Without it
      the key is forgotten when the run ends. Films are told by their number: names of files may name patients.
      Text burned into the pixels is looked for; what the detector misses stays. Look at the films before they leave.
      Exit codes: 0 all were written, 2 usage, 3 some were refused (the others are still written).
      """)

  @Argument(help: "A DICOM film, or a folder of them.") var input: String
  @Argument(help: "The folder to write to, or the new file.") var output: String
  @Option(help: "A file of mode 0600 with the key for pseudonyms; made if it is not there.") var key: String?
  @Option(help: "Films with burned-in text: refuse or mask.") var cleanPixels = PixelPolicy.refuse

  func run() throws {
    do {
      guard try deidentify() else { throw ExitCode(3) }
    } catch let code as ExitCode {
      throw code
    } catch let usage as ValidationError {
      throw usage
    } catch {
      Complaint.print("deid", Complaint.sentence(error))
      throw ExitCode.failure
    }
  }

  /// - Returns: whether every film was written.
  private func deidentify() throws -> Bool {
    guard let films = try? FilmList.films(at: [input]), !films.isEmpty else {
      throw ValidationError("IN does not exist or holds no film.")
    }
    let key = try key.map { try SecretKey(file: $0) } ?? SecretKey()
    let decoder = DecodePool(workers: 1)
    var refused = 0
    for (index, film) in films.enumerated() {
      do {
        let result = try decoder.deidentify(ImageFile.read(film.path), pixels: cleanPixels) {
          key.pseudonym(of: $0)
        }
        let path = try place(for: result)
        try FileWriter.create(path, result.bytes)
        if result.mayHoldText {
          Complaint.print(
            "deid",
            "film \(index + 1): its header tells of text in the pixels that was not found; look at it.")
        }
        print(
          "film \(index + 1): \((path as NSString).lastPathComponent)  \(result.tally.line)\(result.maskLine)"
        )
      } catch {
        refused += 1
        Complaint.print("deid", "film \(index + 1) was not written: \(Complaint.sentence(error))")
      }
    }
    print(
      "\(films.count - refused) of \(counted(films.count, "film")) written. Pixels were searched for text, not for faces."
    )
    if self.key == nil {
      print("The key is forgotten: another run gives other pseudonyms. Keep one with --key.")
    }
    return refused == 0
  }

  /// OUT itself for a single film, unless it is a folder; else the pseudonym in the folder OUT.
  private func place(for film: DeidentifiedFilm) throws -> String {
    var isFolder: ObjCBool = false, isInputFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: output, isDirectory: &isFolder)
    _ = FileManager.default.fileExists(atPath: input, isDirectory: &isInputFolder)
    if !isInputFolder.boolValue, !output.hasSuffix("/"), !(exists && isFolder.boolValue) { return output }
    try FileWriter.makeFolder(output)
    return (output as NSString).appendingPathComponent("\(film.sopInstanceUID).dcm")
  }
}

extension PixelPolicy: ExpressibleByArgument {}

extension DeidentifyTally {
  fileprivate var line: String {
    let parts = [
      (removed, "removed"), (emptied, "emptied"), (replaced, "replaced"), (uids, "UIDs"),
      (privateAttributes, "private"), (leaks, "leaks"), (comments, "comments"),
    ]
    return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }
}

extension DeidentifiedFilm {
  fileprivate var maskLine: String {
    masked.isEmpty ? "" : "; \(masked.count) place\(masked.count == 1 ? "" : "s") of text masked"
  }
}
