/// Writes an export's files into a new folder. Each is on the disk and read back before it counts.

import Foundation
import Imaging
import Review
import Terminal
import Workstation

struct Exporter {
  let plan: ExportPlan
  let shelf: FilmShelf
  /// The session file.
  let session: String

  /// Writes the files and says in one sentence what became of them.
  func run() -> String {
    do {
      guard !FileManager.default.fileExists(atPath: plan.folder) else {
        throw ReviewError.exists(path: plan.folder)
      }
      try FileWriter.makeFolder(plan.folder)
      let pictures = plan.kinds.isDisjoint(with: [.pictures, .report]) ? [:] : try keyImages()
      for kind in ExportKind.allCases where plan.kinds.contains(kind) { try write(kind, pictures) }
      return "exported \(counted(plan.films.count, "film")) to \((plan.folder as NSString).lastPathComponent)"
    } catch {
      return Complaint.sentence(error)
    }
  }

  private func write(_ kind: ExportKind, _ pictures: [StudyID: [UInt8]]) throws {
    let export = FilmExport(plan.films)
    switch kind {
    case .session:
      guard let bytes = FileManager.default.contents(atPath: session) else {
        throw ReviewError.nothingToExport(path: session)
      }
      try put(kind.name, Array(bytes))
    case .long: try put(kind.name, Array(export.longCSV.utf8))
    case .challenge: try put(kind.name, Array(export.challengeCSV().utf8))
    case .coco: try put(kind.name, Array(export.coco().utf8))
    case .pictures:
      for (study, png) in pictures { try put("key-\(study.sha256.prefix(12)).png", png) }
    case .report: try put(kind.name, Array(export.html(pictures: pictures).utf8))
    }
  }

  private func put(_ name: String, _ bytes: [UInt8]) throws {
    try FileWriter.create("\(plan.folder)/\(name)", bytes)
  }

  /// A picture of each film with a finding that was answered present, under the map of the first that has one.
  private func keyImages() throws -> [StudyID: [UInt8]] {
    var pictures: [StudyID: [UInt8]] = [:]
    for film in plan.films {
      let present = film.record.answers.filter { $0.value == .present }.keys.sorted()
      guard !present.isEmpty, let opened = shelf.film(of: film.study) else { continue }
      let labels = film.reading?.labels ?? []
      let map = present.lazy.compactMap { labels.firstIndex(of: $0) }
        .compactMap { film.reading?.maps[.contribution]?[$0] }.first
      let caption = "\(present.joined(separator: ", ")): present  \(film.study)"
      pictures[film.study] = try OverlayPicture(
        opened.image.display(), map, of: film.reading, caption: [caption]
      ).png()
    }
    return pictures
  }
}
