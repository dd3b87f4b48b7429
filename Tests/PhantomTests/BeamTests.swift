/// The physics: more matter, less light; and sizes that cannot be.

import Testing

import Phantom

@Suite("The beam")
struct BeamTests {
  private let raster = Raster(rows: 64, columns: 64, spacing: 7)

  @Test("Adding any material never lets more of the beam through")
  func attenuation() {
    let body = Plan(seed: 4, only: []).draw(on: raster).body
    let before = body.primary(softShare: 0.4)
    for plane in [\Body.soft, \Body.fat, \Body.bone, \Body.calcium, \Body.metal] {
      var more = body
      for i in more.soft.values.indices { more[keyPath: plane].values[i] += 5 }
      let after = more.primary(softShare: 0.4)
      #expect(zip(before.values, after.values).allSatisfy { $1 < $0 })
    }
  }

  @Test("100 mm of water pass what Beer and Lambert say")
  func water() {
    var body = Plan(seed: 4, only: []).draw(on: Raster(rows: 1, columns: 1, spacing: 400)).body
    for plane in [\Body.fat, \Body.lung, \Body.vessel, \Body.bone, \Body.calcium, \Body.metal] {
      body[keyPath: plane].values = [0]
    }
    body.soft.values = [100]
    let light = body.primary(softShare: 0.5).values[0]
    #expect(abs(light - 0.120_69) < 0.0005)
  }

  @Test("A stroke of radius r is 2r thick on its axis, whatever the pixel size")
  func chord() {
    for spacing in [Float(0.5), 1, 2] {
      var plane = Plane(Raster(rows: 81, columns: 81, spacing: spacing))
      plane.stroke([[-30, 0, 0], [30, 0, 0]], radius: 6)
      #expect(abs(plane.at([0, 0]) - 12) < 0.7, "\(spacing) mm: \(plane.at([0, 0]))")
      #expect(plane.at([0, 9]) == 0)
    }
  }

  @Test("A blur keeps the sum of a plane whose edges are empty")
  func blur() {
    var plane = Plane(Raster(rows: 60, columns: 60, spacing: 1))
    plane.values[30 * 60 + 30] = 100
    let blurred = plane.blurred(4)
    #expect(abs(blurred.values.reduce(0, +) - 100) < 0.01)
    #expect(blurred.at([0.5, 0.5]) < 2)
  }

  @Test("Lungs are darker than the heart, and the liver brighter than both")
  func gray() throws {
    for seed in 1...8 {
      let film = try Plan(seed: UInt64(seed), only: []).film(rows: 200, columns: 200)
      func mean(_ rows: Range<Int>, _ columns: Range<Int>) -> Float {
        let values = rows.flatMap { row in columns.map { film.gray[row * 200 + $0] } }
        return values.reduce(0, +) / Float(values.count)
      }
      let lung = mean(75..<95, 60..<75)
      #expect(lung + 0.2 < mean(110..<125, 102..<115), "seed \(seed)")
      #expect(lung + 0.2 < mean(165..<180, 60..<80), "seed \(seed)")
    }
  }

  @Test("A 1×1 film is made; impossible sizes are refused by name")
  func sizes() throws {
    let plan = Plan(seed: 1)
    #expect(try plan.film(rows: 1, columns: 1).gray.count == 1)
    #expect(try plan.film(rows: 40, columns: 80).gray.count == 3200)
    for (rows, columns) in [(0, 0), (-4, 10), (5000, 5000), (10, 21), (Int.max, 3)] {
      #expect(throws: PhantomError.size(rows: rows, columns: columns)) {
        _ = try plan.film(rows: rows, columns: columns)
      }
    }
  }

  @Test("Pixels span the stored bits, and MONOCHROME1 is the complement")
  func pixels() throws {
    let film = try Plan(seed: 2).film(rows: 64, columns: 64)
    let plain = film.pixels(bits: 12)
    let inverted = film.pixels(bits: 12, inverted: true)
    #expect(plain.allSatisfy { $0 < 4096 })
    #expect(zip(plain, inverted).allSatisfy { $0 + $1 == 4095 })
  }
}
