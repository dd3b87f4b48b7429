/// What others read of a reader's work on films: long CSV, the CXR-LT table, COCO boxes, a report for a browser.

internal import Foundation
internal import Trust

/// One film of an export: what the reader said stands in its record, what the pack said in its reading.
package struct ExportedFilm: Equatable, Sendable {
  package let study: StudyID
  /// The file's name without its folders.
  package let name: String
  package let columns: Int
  package let rows: Int
  package let reading: Reading?
  package let record: StudyRecord

  package init(
    study: StudyID, name: String, columns: Int, rows: Int, reading: Reading?, record: StudyRecord
  ) {
    self.study = study
    self.name = name
    self.columns = columns
    self.rows = rows
    self.reading = reading
    self.record = record
  }
}

package struct FilmExport: Sendable {
  private let films: [ExportedFilm]

  package init(_ films: [ExportedFilm]) { self.films = films }

  /// One line for each film and finding. A raw score has its own column; the calibrated ones are empty without calibration.
  package var longCSV: String {
    var lines = [
      [
        "study", "image", "finding", "score_raw", "p_calibrated", "low", "high", "threshold", "ai", "me",
        "me_before_reveal", "signed_off", "pack", "notice",
      ]
    ]
    for film in films {
      let signed = film.record.signedOff?.formatted(.iso8601) ?? ""
      func line(_ label: String, _ ai: [String]) {
        let blind = film.record.blindAnswers?[label]?.rawValue ?? ""
        lines.append(
          [film.study.sha256, film.name, label] + ai
            + [
              film.record.answers[label]?.rawValue ?? "", blind, signed, film.reading?.pack ?? "",
              notice(of: [film.reading]),
            ])
      }
      var seen: Set<String> = []
      for finding in film.reading?.findings ?? [] {
        seen.insert(finding.label)
        line(finding.label, Self.cells(finding))
      }
      for score in film.reading?.uncalibrated ?? [] {
        seen.insert(score.label)
        line(score.label, [number(score.ensemble.value), "", "", "", "", "uncalibrated"])
      }
      for label in film.record.answers.keys.sorted() where !seen.contains(label) {
        line(label, ["", "", "", "", "", ""])
      }
    }
    return lines.map(CSVText.line).joined(separator: "\n") + "\n"
  }

  private static func cells(_ finding: Finding) -> [String] {
    [
      number(finding.ensemble.value), number(finding.probability.value),
      finding.interval.map { number($0.lowerBound.value) } ?? "",
      finding.interval.map { number($0.upperBound.value) } ?? "", number(finding.threshold.value),
      finding.state.rawValue,
    ]
  }

  /// The table of CXR-LT 2026, task 1: `ImageID` and the thirty labels in its order, calibrated probabilities.
  /// - Throws: `ReviewError.exportLacks` where a film was not read, or not by a calibrated pack of these thirty labels;
  ///   `.exportCannotSay` where the networks computed in eight bits, which the table has no place for.
  package func challengeCSV() throws(ReviewError) -> String {
    var lines = [["ImageID"] + LabelList.cxrlt30]
    for film in films {
      if film.reading?.provenance.isReduced ?? false { throw .exportCannotSay(table: "The CXR-LT table") }
      var cells = [film.name]
      for label in LabelList.cxrlt30 {
        guard let finding = film.reading?.findings.first(where: { $0.label == label }) else {
          throw .exportLacks(table: "the CXR-LT table", label: label)
        }
        cells.append(number(finding.probability.value))
      }
      lines.append(cells)
    }
    return lines.map(CSVText.line).joined(separator: "\n") + "\n"
  }

  /// Boxes, and the boxes around ellipses, in COCO's form: pixels of the file from its upper left corner, numbers from 1.
  package func coco() throws -> String {
    struct Image: Encodable { let id: Int, file_name: String, width: Int, height: Int, sha256: String }
    struct Category: Encodable { let id: Int, name: String }
    struct Box: Encodable {
      let id: Int, image_id: Int, category_id: Int, bbox: [Double], area: Double, iscrowd: Int,
        segmentation: [Int]
      let side: String?
    }
    struct Info: Encodable { let description: String }
    struct Document: Encodable {
      let info: Info, images: [Image], categories: [Category], annotations: [Box]
    }
    let boxes = films.enumerated().flatMap { index, film in
      film.record.annotations.values.filter { $0.shape == .box || $0.shape == .ellipse }
        .sorted { $0.id < $1.id }.map { (image: index + 1, box: $0) }
    }
    let names = Set(boxes.map { $0.box.label ?? "unlabelled" }).sorted()
    let document = Document(
      info: Info(description: notice(of: films.map(\.reading))),
      images: films.enumerated().map {
        Image(
          id: $0.offset + 1, file_name: $0.element.name, width: $0.element.columns, height: $0.element.rows,
          sha256: $0.element.study.sha256)
      }, categories: names.enumerated().map { Category(id: $0.offset + 1, name: $0.element) },
      annotations: boxes.enumerated().map { offset, entry in
        let bounds = entry.box.bounds
        return Box(
          id: offset + 1, image_id: entry.image,
          category_id: (names.firstIndex(of: entry.box.label ?? "unlabelled") ?? 0) + 1,
          bbox: [bounds.x, bounds.y, bounds.width, bounds.height], area: bounds.width * bounds.height,
          iscrowd: 0,
          segmentation: [], side: entry.box.side?.rawValue)
      })
    let encoder = JournalLine.encoder
    encoder.outputFormatting.insert(.prettyPrinted)
    return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
  }

  /// One page that needs nothing else: every film with its answers, and its picture where there is one.
  /// - Parameter pictures: PNG files by study.
  package func html(pictures: [StudyID: [UInt8]]) -> String {
    let articles = films.map { film -> String in
      let rows = rowsOfTable(film).map { cells in
        "<tr>" + cells.map { "<td>\(HTMLPage.escaped($0))</td>" }.joined() + "</tr>"
      }
      let image = pictures[film.study].map {
        "<img alt=\"film\" src=\"data:image/png;base64,\(Data($0).base64EncodedString())\">"
      }
      let note = film.record.note.map { "<p>\(HTMLPage.escaped($0))</p>" } ?? ""
      let marks = film.record.annotations.values.sorted { $0.id < $1.id }.map { mark in
        "<li>\(HTMLPage.escaped([mark.shape.rawValue, mark.label, mark.side?.rawValue, mark.text].compactMap { $0 }.joined(separator: " ")))</li>"
      }
      return """
        <article><h2>\(HTMLPage.escaped(film.name)) <small>\(film.study)</small></h2>\(image ?? "")\(note)
        <table><tr><th>finding</th><th>pack</th><th>reader</th><th>before reveal</th></tr>\(rows.joined())</table>
        \(marks.isEmpty ? "" : "<ul>\(marks.joined())</ul>")</article>
        """
    }
    return """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>Reading session</title>
      <style>body{font:15px/1.4 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}img{max-width:24em;float:right;\
      margin:0 0 1em 1em}table{border-collapse:collapse}td,th{border:1px solid #999;padding:.2em .6em;text-align:left}\
      article{clear:both;overflow:auto;border-top:1px solid #999}</style>
      <h1>Reading session</h1><p><strong>\(HTMLPage.escaped(notice(of: films.map(\.reading))))</strong></p>
      \(articles.joined(separator: "\n"))</html>

      """
  }

  /// What the pack found or abstained on, and what the reader answered.
  private func rowsOfTable(_ film: ExportedFilm) -> [[String]] {
    let findings = film.reading?.findings ?? []
    let labels =
      findings.filter { $0.state != .absent || film.record.answers[$0.label] != nil }.map(\.label)
      + film.record.answers.keys.sorted().filter { label in !findings.contains { $0.label == label } }
    return labels.map { label in
      let finding = findings.first { $0.label == label }
      let pack = finding.map { "\($0.state.rawValue), \(number($0.probability.value))" } ?? "not scored"
      return [
        label, pack, film.record.answers[label]?.rawValue ?? "",
        film.record.blindAnswers?[label]?.rawValue ?? "",
      ]
    }
  }
}

/// Six digits, without an exponent.
private func number(_ value: Double) -> String { String(format: "%.6f", value) }
