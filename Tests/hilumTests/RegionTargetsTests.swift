/// Regions on the coarse grid: where a finding is, where it is not, and where nobody can say.

import Foundation
import Phantom
import Testing
import hilum

/// Rectangles of left, top, width and height on a film of 400 x 400 pixels.
private func film(_ boxes: [(String, [Double])]) throws -> FilmRegions {
  let regions = boxes.map { label, b in
    let (right, bottom) = (b[0] + b[2], b[1] + b[3])
    let polygon = "[[\(b[0]),\(b[1])],[\(right),\(b[1])],[\(right),\(bottom)],[\(b[0]),\(bottom)]]"
    return """
      {"label":"\(label)","side":"left","severity":1,"focal":true,"box":\(b),"polygons":[\(polygon)]}
      """
  }
  let text = """
    {"file":"f.png","rows":400,"columns":400,"regions":[\(regions.joined(separator: ","))]}
    """
  let row = try JSONDecoder().decode(RegionTable.FilmRow.self, from: Data(text.utf8))
  return FilmRegions(row, labels: ["A", "B"])
}

/// The targets of label `label` on a 4 x 4 grid.
private func grid(_ regions: FilmRegions, _ findings: [Double], _ label: Int) -> [Double] {
  let targets = regions.targets(findings, rows: 4, columns: 4)
  return (0..<16).map { targets[$0 * 2 + label] }
}

@Suite("Region targets")
struct RegionTargetsTests {
  @Test("a small finding fills the one cell that it lies in, and no other finding is anywhere")
  func small() throws {
    let regions = try film([("A", [110, 210, 20, 20])])
    #expect(grid(regions, [1, 0], 0) == (0..<16).map { $0 == 9 ? 1 : 0 })
    #expect(grid(regions, [1, 0], 1) == [Double](repeating: 0, count: 16))
  }

  @Test("a cell that a large finding merely touches is not known")
  func touched() throws {
    let cells = try grid(film([("B", [0, 0, 210, 100])]), [0, 1], 1)
    #expect(cells[0] == 1 && cells[1] == 1 && cells[2].isNaN && cells[3] == 0 && cells[4] == 0)
  }

  @Test("a finding of the film without a region, or one that is not known, is nowhere known")
  func without_region() throws {
    #expect(try grid(film([]), [1, .nan], 0).allSatisfy(\.isNaN))
    #expect(try grid(film([]), [1, .nan], 1).allSatisfy(\.isNaN))
  }

  @Test("a region outside of the film or without corners is passed over")
  func outside() throws {
    let regions = try film([("A", [500, 500, 10, 10])])
    #expect(grid(regions, [1, 0], 0) == [Double](repeating: 0, count: 16))
  }
}
