/// Where the findings of a film lie, on the coarse grid of a network's last map.

import Foundation
package import Phantom

/// The regions of one film as shares of its width and height.
package struct FilmRegions {
  struct Region {
    let label: Int
    /// In shares of the film's width and height.
    let outlines: [Outline]
  }
  let regions: [Region]

  package init(_ film: RegionTable.FilmRow, labels: [String]) {
    let size = Point(Float(film.columns), Float(film.rows))
    regions = film.regions.compactMap { region in
      labels.firstIndex(of: region.label).map { label in
        Region(
          label: label,
          outlines: region.polygons.map { polygon in
            Outline(polygon.filter { $0.count == 2 }.map { Point(Float($0[0]), Float($0[1])) / size })
          })
      }
    }
  }

  /// rows·columns·K targets. A finding that the film has not lies nowhere; one that it has without a region is not known
  /// anywhere; a cell that a region merely touches is not known either.
  package func targets(_ findings: [Double], rows: Int, columns: Int) -> [Double] {
    let labels = findings.count
    var targets = (0..<rows * columns).flatMap { _ in findings.map { $0 == 0 ? 0 : Double.nan } }
    for (label, its) in Dictionary(grouping: regions, by: \.label) where findings[label] == 1 {
      for cell in 0..<rows * columns { targets[cell * labels + label] = 0 }
      for region in its {
        for (cell, count) in region.cells(rows: rows, columns: columns) {
          let value = count.isCore ? 1 : Double.nan
          if targets[cell * labels + label] != 1 { targets[cell * labels + label] = value }
        }
      }
    }
    return targets
  }
}

/// How much of a region a cell holds.
struct CellShare {
  /// Of the region's area, the part in this cell.
  let ofRegion: Double
  /// Of the cell's area, the part in the region.
  let ofCell: Double

  /// Whether the finding is to be seen in the cell, rather than beside it.
  var isCore: Bool { ofRegion >= 0.2 || ofCell >= 0.25 }
}

extension FilmRegions.Region {
  /// Samples the box of each outline at 24 x 24 points.
  func cells(rows: Int, columns: Int) -> [Int: CellShare] {
    let side = 24
    var area: [Int: Double] = [:]
    for outline in outlines {
      guard let first = outline.points.first else { continue }
      let (low, high) = outline.points.reduce((first, first)) {
        (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1))
      }
      let step = (high - low) / Float(side)
      for row in 0..<side {
        for column in 0..<side {
          let point = low + step * Point(Float(column) + 0.5, Float(row) + 0.5)
          guard outline.contains(point), let cell = Self.cell(point, rows, columns) else { continue }
          area[cell, default: 0] += Double(step.x * step.y)
        }
      }
      if area.isEmpty, let cell = Self.cell((low + high) / 2, rows, columns) { area[cell] = 1e-9 }
    }
    let total = area.values.reduce(0, +)
    return area.mapValues { CellShare(ofRegion: $0 / total, ofCell: $0 * Double(rows * columns)) }
  }

  private static func cell(_ point: Point, _ rows: Int, _ columns: Int) -> Int? {
    guard (0..<1).contains(point.x), (0..<1).contains(point.y) else { return nil }
    return Int(point.y * Float(rows)) * columns + Int(point.x * Float(columns))
  }
}

/// The regions of all films of one image folder.
struct RegionFile {
  /// By the film's path.
  let films: [String: FilmRegions]

  /// - Throws: `TrainError.unreadable`.
  init(path: String, images: String, labels: [String]) throws(TrainError) {
    guard let data = FileManager.default.contents(atPath: path),
      let table = try? JSONDecoder().decode(RegionTable.self, from: data), table.schema == "hilum.regions/1"
    else { throw .unreadable(file: path, reason: "it is not a table of regions, hilum.regions/1") }
    films = Dictionary(
      table.films.map { (images + "/" + $0.file, FilmRegions($0, labels: labels)) },
      uniquingKeysWith: { first, _ in first })
  }
}
