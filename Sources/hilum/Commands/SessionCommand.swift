/// `hilum session`: what a reader decided, shown and exported.

import ArgumentParser
import Foundation
import Imaging
import Review
import Terminal

struct SessionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "session", abstract: "Show or export the decisions of a session file.",
    subcommands: [Show.self, Export.self])

  /// The contents of a session file; a damaged or torn end is told, and what stands before it is used.
  static func read(_ path: String) throws -> JournalContents {
    let contents = try JournalContents.read(path)
    switch contents.ending {
    case .clean, .unterminated: break
    case .torn(let bytes):
      Complaint.print("session", "the last \(bytes) bytes are a torn line and are left out.")
    case .damaged(let line):
      Complaint.print("session", "line \(line) is damaged: only the decisions before it are used.")
    }
    return contents
  }

  static func telling(_ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch let code as ExitCode {
      throw code
    } catch {
      Complaint.print("session", Complaint.sentence(error))
      throw ExitCode.failure
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print a session.")

    @Argument(help: "The session file.") var file: String
    @Flag(help: "As JSON: hilum.session/1.") var json = false

    func run() async throws {
      try await SessionCommand.telling {
        let contents = try SessionCommand.read(file)
        if json { return print(try SessionExport(contents).json()) }
        let statistics = contents.session.statistics
        print(
          "\(counted(statistics.studies, "study", "studies")), \(statistics.signedOff) signed off, \(counted(statistics.answers, "answer"))"
        )
        for study in contents.session.studies {
          let record = contents.session.record(of: study)
          let answers = record.answers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.rawValue)" }
          print(
            "\(study)  \(record.signedOff == nil ? "open  " : "signed")  \(answers.joined(separator: ", "))")
        }
      }
    }
  }

  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Export a session: what stands as CSV, every decision as JSON lines, pictures of present findings.")

    @Argument(help: "The session file.") var file: String
    @Flag(help: "What stands, one line for each answer.") var csv = false
    @Flag(help: "Every decision, one JSON object for each.") var jsonl = false
    @Option(help: "Write to this new file instead of standard output.") var output: String?
    @Option(help: "Write a PNG for each finding answered present into this folder.") var keyImages: String?
    @Option(help: "Where the films of the key images are: films, folders or work lists.") var films:
      [String] = []
    @Option(help: "The pack that draws the overlays (default: $HILUM_PACK, or the bundled pack).") var pack:
      String?

    func validate() throws {
      guard [csv, jsonl, keyImages != nil].filter({ $0 }).count == 1 else {
        throw ValidationError("Give one of --csv, --jsonl and --key-images.")
      }
      guard keyImages == nil || !films.isEmpty else {
        throw ValidationError("--key-images needs --films: a session keeps hashes of films, not their paths.")
      }
    }

    func run() async throws {
      try await SessionCommand.telling {
        let contents = try SessionCommand.read(file)
        guard !contents.session.decisions.isEmpty else { throw ReviewError.nothingToExport(path: file) }
        if let keyImages {
          try await KeyImages(contents.session, folder: keyImages, pack: pack ?? Places.pack).write(films)
          return
        }
        let export = SessionExport(contents)
        let text = csv ? export.csv : try export.jsonLines()
        guard let output else { return print(text, terminator: "") }
        try FileWriter.create(output, Array(text.utf8))
        print("saved \((output as NSString).lastPathComponent)")
      }
    }
  }
}

/// One picture for each finding that the reader answered as present.
private struct KeyImages {
  private let session: Session
  private let folder: String
  private let engine: Engine?
  private let decoder = DecodePool(workers: 1)

  /// Without a pack the pictures have no overlay.
  init(_ session: Session, folder: String, pack: String?) throws {
    self.session = session
    self.folder = folder
    engine = try pack.map { try Engine(Pack($0)) }
    try FileWriter.makeFolder(folder)
  }

  /// Looks for the session's films under `paths` by their hashes.
  func write(_ paths: [String]) async throws {
    var wanted = Set(session.studies)
    var count = 0
    for file in try FilmList.films(at: paths) {
      guard let bytes = try? ImageFile.read(file.path) else { continue }
      let study = StudyID(sha256: SHA256.hash(bytes))
      guard wanted.remove(study) != nil else { continue }
      let film = try decoder.open(bytes: bytes)
      let present = session.record(of: study).answers.filter { $0.value == .present }.keys.sorted()
      guard !present.isEmpty else { continue }
      let reading = try await engine?.read(film, study: study).reading
      for label in present {
        count += 1
        try write(film, study, label, reading, number: count)
      }
    }
    print("saved \(count) key images")
    if !wanted.isEmpty {
      Complaint.print("session", "\(counted(wanted.count, "film")) of the session not found.")
    }
  }

  private func write(
    _ film: Film, _ study: StudyID, _ label: String, _ reading: Reading?, number: Int
  ) throws {
    let index = engine?.pack.manifest.labels.firstIndex(of: label)
    let map = index.flatMap { reading?.maps[.contribution]?[$0] }
    let picture = OverlayPicture(
      film.image.display(), map, of: reading, caption: ["\(label): present  \(study)"])
    let name = String(format: "key-%03d-", number) + study.sha256.prefix(8) + ".png"
    try FileWriter.create("\(folder)/\(name)", picture.png())
  }
}
