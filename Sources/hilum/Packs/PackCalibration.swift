/// Fitting a pack to labelled films and measuring it on others: what `hilum pack build` and `hilum calibrate` share.

import Foundation
import Imaging
import Phantom
import Review
import Trust

struct PackCalibration {
  let engine: Engine
  let options: FitOptions
  /// How many films of each foreign kind to measure with; 0 measures none.
  let foreignFilms: Int

  /// Fits on one split, measures on the other, and writes both into the pack's folder.
  /// - Parameter splits: films for fitting and for testing, of different patients.
  func run(
    fitting: [FilmRow], testing: [FilmRow], regions: [String: RegionTable.FilmRow]
  ) async throws -> Pack {
    let reader = SplitReader(engine, odin: options.odin)
    let halves = PatientSplit(fitting.map(\.unsplit), share: 0.4, seed: 1)
    let (fitted, _) = try await reader.read(halves.training)
    let (held, _) = try await reader.read(halves.validation)
    let pack = engine.pack
    let member = pack.manifest.members[0].name
    let fit = try PackFit(fitted, held, options, member: member)
    let (scores, pointing) = try await reader.read(testing, regions: regions)
    let evaluation = try PackEvaluation(scores, fit.calibration, pointing: pointing)
    let foreign = try await foreign(of: testing)
    let trust = try TrustMeasures(scores, fit.calibration, fit.trust, foreign: foreign)
    var manifest = pack.manifest
    manifest.plan = engine.plan
    manifest.calibration = fit.calibration
    manifest.seal = CalibrationSeal(
      fittedTo: manifest.fingerprint(members: manifest.members.map(\.name), plan: manifest.plan),
      data: try Self.hash(fitting), films: fitted.films + held.films, date: Self.today)
    return try PackWriter.write(
      manifest, trust: fit.trust,
      measured: PackMeasures(
        fittingFilms: fitted.films, holdingFilms: held.films, evaluation: evaluation, trust: trust),
      to: pack.folder)
  }

  /// Evidence on films that do not belong.
  private func foreign(of testing: [FilmRow]) async throws -> [(kind: String, films: [OODEvidence])] {
    var measured: [(kind: String, films: [OODEvidence])] = []
    let decoder = DecodePool(workers: 1)
    for kind in ForeignKind.allCases where foreignFilms > 0 {
      var films: [OODEvidence] = []
      for index in 0..<foreignFilms {
        let film = try kind.film(index, engine) {
          try engine.prepare(decoder.open(path: testing[index % testing.count].path))
        }
        films.append(try await engine.examine(film, odin: options.odin).ood)
      }
      measured.append((kind.name, films))
      Complaint.progress("\(kind.name): \(films.count) films\n")
    }
    return measured
  }

  /// SHA-256 over the hash of each film and its truths, in the order of the table.
  private static func hash(_ rows: [FilmRow]) throws -> String {
    let lines = try rows.map { row in
      let truth = row.targets.map { $0.isNaN ? "-" : "\(Int($0))" }.joined()
      return "\(try SHA256.hash(file: row.path)) \(truth)"
    }
    return SHA256.hash(lines.joined(separator: "\n").utf8)
  }

  private static var today: String {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "UTC")
    format.dateFormat = "yyyy-MM-dd"
    return format.string(from: Date())
  }
}

extension FilmRow {
  /// The row without its word of `split`, which tells training from validation and not the halves of this split.
  fileprivate var unsplit: FilmRow {
    FilmRow(path: path, patient: patient, targets: targets, split: nil, table: table, line: line)
  }
}
