/// The table of regions as JSON: where each finding of each film lies, in pixels.

package import Foundation

/// `{"schema":"hilum.regions/1","films":[{"file","rows","columns","regions":[…]}]}`.
package struct RegionTable: Codable, Equatable, Sendable {
  package struct FilmRow: Codable, Equatable, Sendable {
    package let file: String
    package let rows: Int
    package let columns: Int
    package let regions: [RegionRow]
  }

  package struct RegionRow: Codable, Equatable, Sendable {
    package let label: String
    /// The patient's side; on the image, left is to the right.
    package let side: String
    package let severity: Double
    package let focal: Bool
    /// Left, top, width, height.
    package let box: [Double]
    /// Closed polygons of [x, y] corners.
    package let polygons: [[[Double]]]
  }

  package let schema: String
  package let films: [FilmRow]

  package init(_ films: [FilmRow]) {
    schema = "hilum.regions/1"
    self.films = films
  }

  package func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return try encoder.encode(self)
  }
}

extension RegionTable.FilmRow {
  package init(file: String, _ film: Radiograph) {
    self.init(
      file: file, rows: film.rows, columns: film.columns,
      regions: film.regions.map(RegionTable.RegionRow.init))
  }
}

extension RegionTable.RegionRow {
  init(_ region: Region) {
    let box = region.box
    self.init(
      label: region.label.rawValue, side: region.side.rawValue, severity: tenths(region.severity * 100) / 100,
      focal: region.isFocal, box: [box.x, box.y, box.width, box.height].map(tenths),
      polygons: region.outlines.map { $0.points.map { [tenths($0.x), tenths($0.y)] } })
  }
}

/// Rounded to one decimal, as a `Double` that prints so.
private func tenths(_ value: Float) -> Double { (Double(value) * 10).rounded() / 10 }
