/// Reading films one after another without a screen: each is read or refused, and one refusal stops nothing.

import Foundation
import Imaging
import Review

struct ReadRun {
  /// Passes with dropout for each film where nobody says how many (Gal and Ghahramani 2016 take 10 to 1,000).
  static let usualDropout = 20

  private let engine: Engine
  private let audit: AuditWriter?
  /// Passes with dropout for each film.
  private let dropout: Int
  /// Which frame of each film is read, counted from 0.
  private let frame: Int
  /// Reads films also that the quality checks reject.
  private let readsRejected: Bool
  private let decoder: DecodePool
  private(set) var report: ReadReport
  /// Fingerprints of the films so far, by what the report calls them.
  private var fingerprints: [String: PerceptualHash] = [:]

  /// - Parameter decoder: one that was warmed up while the engine was loaded, where there is one.
  init(
    _ engine: Engine, audit: AuditWriter? = nil, dropout: Int = usualDropout, readsRejected: Bool = false,
    frame: Int = 0,
    decoder: DecodePool = DecodePool(workers: 1)
  ) {
    self.readsRejected = readsRejected
    self.frame = frame
    self.engine = engine
    self.decoder = decoder
    self.dropout = dropout
    self.audit = audit
    report = ReadReport(engine.pack)
  }

  /// Reads every film under `paths`, in order.
  /// - Parameters:
  ///   - refused: told of each refusal as it happens.
  ///   - read: told of each film and its reading, after it is in the report.
  mutating func run(
    _ paths: [String], refused: (RefusedFilm) -> Void, read: (Film, ReadFilm) throws -> Void
  ) async throws {
    for path in paths {
      let files: [FilmFile]
      do {
        files = try FilmList.films(at: [path]) { Complaint.print("read", "\($0)") }
      } catch {
        refuse(path, error.reason.sentence, refused)
        continue
      }
      for file in files {
        let film: (Film, ReadFilm)
        do {
          film = try await one(file.path)
        } catch let error as ImagingError where error.isNoImage && !file.isNamed {
          Complaint.print("read", "\(file.name) is passed over: \(error)")
          continue
        } catch {
          // A pack that is not the one that was pinned is no fault of the film.
          try engine.pack.confirm()
          refuse(file.path, Complaint.sentence(error), refused)
          continue
        }
        report.films.append(film.1)
        try read(film.0, film.1)
      }
    }
  }

  private mutating func one(_ path: String) async throws -> (Film, ReadFilm) {
    var bytes: [UInt8]?
    do {
      let contents = try ImageFile.read(path)
      bytes = contents
      let (film, sha256) = try decoder.open(bytes: contents, frame: frame) { SHA256.hash(contents) }
      return try await read(film, path, sha256)
    } catch {
      try audit?.write(refused: error, input: bytes.map { SHA256.hash($0) }, engine.pack)
      throw error
    }
  }

  private mutating func read(_ film: Film, _ path: String, _ sha256: String) async throws -> (Film, ReadFilm)
  {
    let study = StudyID(sha256: sha256)
    let (checks, fingerprint) = film.checked(among: fingerprints)
    let quality = FilmQuality(study: study, report: checks)
    fingerprints["\(study)"] = fingerprint
    do {
      if !readsRejected { try quality.admit() }
    } catch {
      try audit?.write(error, AuditSubject(film), engine.pack)
      return (film, ReadFilm(path: path, sha256: sha256, timed: nil, quality: quality))
    }
    let timed = try await engine.read(film, study: study, dropout: dropout)
    try audit?.write(timed, AuditSubject(film), engine.pack, overruled: quality.rejections)
    return (film, ReadFilm(path: path, sha256: sha256, timed: timed, quality: quality))
  }

  private mutating func refuse(_ path: String, _ reason: String, _ tell: (RefusedFilm) -> Void) {
    let film = RefusedFilm(path: path, reason: reason)
    report.refused.append(film)
    tell(film)
  }

  /// Prints the findings of every film under `paths` as text, each as soon as it is read.
  /// - Parameter read: told of each film and its reading, after it is printed.
  mutating func printTable(_ paths: [String], read: (Film, ReadFilm) throws -> Void = { _, _ in })
    async throws
  {
    let pack = engine.pack
    try await run(paths, refused: { Complaint.print("read", $0.line) }) { film, reading in
      print(ReadTable.block(reading, pack: pack))
      try read(film, reading)
    }
    print(ReadTable.footer(pack), terminator: "")
  }
}

extension ImagingError {
  fileprivate var isNoImage: Bool { if case .noImage = self { true } else { false } }
}

extension RefusedFilm {
  /// The file's name and the reason; the folders above it stay off the screen.
  var line: String { "\((path as NSString).lastPathComponent): \(reason)" }
}
