/// Findings are where they say they are, on the side that they say, and change what they should.

import Foundation
import Testing

import Phantom

private let raster = Raster(rows: 225, columns: 225, spacing: 2)

/// Optical path −ln I of a plan's primary beam, in patient space.
private func path(_ plan: Plan) -> (values: [Float], drawn: [(Lesion, [Outline])], body: Body) {
  let (body, drawn) = plan.draw(on: raster)
  return (body.primary(softShare: 0.4).values.map { -log($0) }, drawn, body)
}

@Suite("A finding")
struct FindingTests {
  @Test("It changes the beam within its region more than outside", arguments: FindingKind.all.map(\.label))
  func changesItsRegion(_ label: Label) throws {
    for seed in 1...3 {
      var plan = Plan(seed: UInt64(seed), only: [label])
      plan.lesions[0].severity = 0.7
      let with = path(plan)
      let without = path(Plan(seed: UInt64(seed), only: []))
      let outlines = try #require(with.drawn.first?.1)
      #expect(!outlines.isEmpty)
      var (inside, outside) = ((sum: Float(0), count: Float(0)), (sum: Float(0), count: Float(0)))
      for row in 0..<raster.rows {
        for column in 0..<raster.columns {
          let i = row * raster.columns + column
          let change = abs(with.values[i] - without.values[i])
          let point = Point(raster.x(column), raster.y(row))
          if outlines.contains(where: { $0.contains(point) }) {
            inside = (inside.sum + change, inside.count + 1)
          } else {
            outside = (outside.sum + change, outside.count + 1)
          }
        }
      }
      #expect(inside.count > 0)
      let ratio = (inside.sum / inside.count) / max(outside.sum / outside.count, 1e-6)
      #expect(ratio > 1.5, "\(label.rawValue), seed \(seed): \(ratio)")
    }
  }

  @Test("Its label is set, and no other; a film without findings is Normal")
  func labels() throws {
    for kind in FindingKind.all {
      let film = try Plan(seed: 5, only: [kind.label]).film(rows: 64, columns: 64)
      let set = zip(Label.allCases, film.labels).filter { $0.1 == 1 }.map(\.0)
      #expect(set == [kind.label])
      #expect(film.regions.map(\.label) == [kind.label])
    }
    let film = try Plan(seed: 5, only: []).film(rows: 64, columns: 64)
    #expect(film.labels == [1] + [Int](repeating: 0, count: 29))
    #expect(film.regions.isEmpty)
  }

  @Test("The patient's left is on the image's right: a pacemaker can shows it")
  func sides() throws {
    for seed in 1...12 {
      let film = try Plan(seed: UInt64(seed), only: [.supportDevices]).film(rows: 256, columns: 256)
      let region = try #require(film.regions.first)
      let can = try #require(region.outlines.first)
      let middle = can.points.map(\.x).reduce(0, +) / Float(can.points.count)
      #expect((middle > 128) == (region.side == .left))
    }
  }

  @Test("The heart is wider than half the chest exactly when cardiomegaly is drawn")
  func cardiothoracicRatio() {
    for seed in 0..<60 {
      let label: [Label] = seed % 2 == 0 ? [.cardiomegaly] : []
      let body = Plan(seed: UInt64(seed), only: label).draw(on: raster).body
      let ratio = measuredRatio(body.thorax)
      #expect((ratio > 0.5) == (seed % 2 == 0), "seed \(seed): \(ratio)")
    }
  }

  /// Widest heart over widest chest, from the outlines that are projected.
  private func measuredRatio(_ thorax: Thorax) -> Float {
    let xs = thorax.heartField.points.map(\.x)
    let heart = (xs.max() ?? 0) - (xs.min() ?? 0)
    let chest = (0...40).map { step -> Float in
      let y = thorax.level(Float(step) / 40)
      return thorax.lateral(.left, y) - thorax.lateral(.right, y)
    }
    return heart / (chest.max() ?? 1)
  }

  @Test("Regions lie on the film")
  func regionsOnFilm() throws {
    for seed in 0..<40 {
      let film = try Plan(seed: UInt64(seed)).film(rows: 96, columns: 128)
      for region in film.regions {
        let box = region.box
        #expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= 127 && box.y + box.height <= 95)
        #expect(box.width > 0 && box.height > 0, "\(region.label.rawValue), seed \(seed)")
      }
    }
  }

  @Test("A harsher nodule is a larger nodule")
  func severity() throws {
    var plan = Plan(seed: 3, only: [.nodule])
    plan.lesions[0].severity = 0.1
    let mild = try #require(plan.film(rows: 128, columns: 128).regions.first).box.width
    plan.lesions[0].severity = 0.9
    let gross = try #require(plan.film(rows: 128, columns: 128).regions.first).box.width
    #expect(gross > 1.5 * mild)
  }
}
