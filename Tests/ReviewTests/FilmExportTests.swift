/// Films as files for others: columns, boxes in the file's own pixels, and a page that no text can break.

import Foundation
import Review
import Testing
import Trust

@Suite("Exporting films")
struct FilmExportTests {
  private func film(_ name: String = "a.dcm", labels: [String] = ["Mass"]) throws -> ExportedFilm {
    let study = StudyID(sha256: String(repeating: "a", count: 64))
    let calibration = Calibration(temperatures: labels.map { _ in 1 })
    let findings = labels.indices.map { index in
      let p = calibration.probability(Logit(0), label: index)
      return Finding(
        label: labels[index], logits: [:], ensemble: Logit(0), probability: p, threshold: p, state: .present,
        interval: p...p)
    }
    let box = Annotation(
      id: 4, shape: .box, points: [FilmPoint(30, 40), FilmPoint(10, 20)], label: "Mass", side: .right)
    let acts: [Act] = [
      .answer(label: "Mass", .absent), .reveal, .answer(label: "Mass", .present), .annotate(box),
    ]
    let session = try Session(
      acts.enumerated().map {
        Decision(sequence: $0.offset + 1, time: Date(timeIntervalSince1970: 0), study: study, act: $0.element)
      })
    return ExportedFilm(
      study: study, name: name, columns: 100, rows: 200,
      reading: Reading(study: study, pack: "p", findings: findings, maps: [:]),
      record: session.record(of: study))
  }

  @Test("the long table has a line for each finding, with the answer before the reveal")
  func long() throws {
    let lines = FilmExport([try film()]).longCSV.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines[1].contains("a.dcm,Mass,0.000000,0.500000,0.500000,0.500000,0.500000,present,present,absent"))
  }

  @Test("a name that a spreadsheet would compute is made inert, and a page shows markup as text")
  func hostile() throws {
    let export = FilmExport([try film("=1+1<script>.dcm")])
    #expect(export.longCSV.contains(",'=1+1<script>.dcm,"))
    #expect(!export.html(pictures: [:]).contains("<script>"))
  }

  @Test("boxes are x, y, width, height from the upper left corner, whatever corner was drawn first")
  func coco() throws {
    let data = Data(try FilmExport([try film()]).coco().utf8)
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let box = try #require((json["annotations"] as? [[String: Any]])?.first)
    #expect(box["bbox"] as? [Double] == [10, 20, 20, 20])
    #expect(box["image_id"] as? Int == 1 && box["category_id"] as? Int == 1)
    #expect((json["categories"] as? [[String: Any]])?.first?["name"] as? String == "Mass")
  }

  @Test("the challenge's table has its thirty columns in order, or says which label is missing")
  func challenge() throws {
    let table = try FilmExport([try film(labels: LabelList.cxrlt30)]).challengeCSV().split(separator: "\n")
    #expect(table[0].hasPrefix("ImageID,Normal,aortic elongation"))
    #expect(table[1].split(separator: ",").count == 31)
    #expect(throws: ReviewError.exportLacks(table: "the CXR-LT table", label: "Normal")) {
      try FilmExport([try film()]).challengeCSV()
    }
  }

  @Test("annotations survive the session file: the same shape at the same pixels")
  func durable() async throws {
    let folder = try TemporaryFolder()
    let box = Annotation(
      id: 1, shape: .ctr, points: (0..<4).map { FilmPoint(Double($0) + 0.25, 7) }, text: "é")
    let study = StudyID(sha256: String(repeating: "b", count: 64))
    do {
      let store = try Store(folder.file("s"), program: "t", pack: nil)
      _ = try await store.append(.annotate(box), on: study)
      try await store.sitDown(pack: "p")
      for act: Act in [.reveal, .escalate(true), .note("n"), .erase(annotation: 9)] {
        _ = try await store.append(act, on: study)
      }
    }
    let contents = try JournalContents.read(folder.file("s"))
    #expect(contents.session.record(of: study).annotations == [1: box])
    #expect(contents.session.record(of: study).isEscalated)
    #expect(contents.session.record(of: study).note == "n")
    #expect(contents.sittings.map(\.pack) == ["", "p"], "the first was drawn before the pack was known")
  }
}
