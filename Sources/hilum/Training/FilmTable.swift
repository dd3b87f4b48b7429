/// The table of films and their findings, as a CSV file of the CXR-LT training format.

import Foundation
import Imaging

/// One line of a table.
package struct FilmRow: Equatable {
  package let path: String
  package let patient: String
  /// 1, 0, or NaN where the cell is empty or -1.
  package let targets: [Double]
  /// The word in the column `split`, where the table has one.
  package let split: String?
  /// The file and line, for messages.
  package let table: String
  package let line: Int
}

/// `ImageID,StudyDate_DICOM,PatientID,<findings…>`; a column `split` is no finding.
package struct FilmTable {
  package let labels: [String]
  package let rows: [FilmRow]

  private static let others: Set = ["ImageID", "StudyDate_DICOM", "PatientID", "split"]

  /// - Parameters:
  ///   - images: the folder that the names are relative to.
  ///   - wanted: the findings to take, in this order; all where empty.
  init(path: String, images: String, labels wanted: [String]) throws(TrainError) {
    guard let bytes = FileManager.default.contents(atPath: path),
      let text = String(validating: bytes, as: UTF8.self)
    else { throw .unreadable(file: path, reason: "it is not there, or is not UTF-8 text") }
    try self.init(text, file: path, images: images, labels: wanted)
  }

  package init(_ text: String, file: String, images: String, labels wanted: [String]) throws(TrainError) {
    let lines: [CSVLine]
    do {
      lines = try CSVReader.lines(of: text)
    } catch {
      throw .row(file: file, line: error.line, reason: error.reason)
    }
    guard let header = lines.first?.cells else { throw .column(file: file, name: "ImageID") }
    func place(_ name: String) throws(TrainError) -> Int {
      let places = header.indices.filter { header[$0] == name }
      guard places.count == 1 else { throw .column(file: file, name: name) }
      return places[0]
    }
    let (image, patient) = (try place("ImageID"), try place("PatientID"))
    let split = header.firstIndex(of: "split")
    labels = wanted.isEmpty ? header.filter { !Self.others.contains($0) } : wanted
    var columns: [Int] = []
    for label in labels { columns.append(try place(label)) }
    var rows: [FilmRow] = []
    for row in lines.dropFirst() {
      let (line, cells) = (row.number, row.cells)
      guard cells.count == header.count else {
        throw .row(file: file, line: line, reason: "it has \(cells.count) cells, the header \(header.count)")
      }
      var targets: [Double] = []
      for column in columns { targets.append(try Self.target(cells[column], file, line)) }
      rows.append(
        FilmRow(
          path: try Self.path(cells[image], in: images, file, line), patient: cells[patient],
          targets: targets,
          split: split.map { cells[$0] }, table: file, line: line))
    }
    self.rows = rows
  }

  private static func target(_ cell: String, _ file: String, _ line: Int) throws(TrainError) -> Double {
    switch Double(cell) {
    case 0: return 0
    case 1: return 1
    case -1: return .nan
    default:
      guard cell.isEmpty else { throw .row(file: file, line: line, reason: "a finding is 0, 1, -1 or empty") }
      return .nan
    }
  }

  private static func path(
    _ name: String, in folder: String, _ file: String, _ line: Int
  ) throws(TrainError) -> String {
    guard !name.isEmpty, !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
      throw .row(file: file, line: line, reason: "ImageID has to name a file inside the image folder")
    }
    return folder + "/" + name
  }
}
