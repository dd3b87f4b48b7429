/// From the beam behind the patient to gray values: position, scatter, lead, quantum noise, processing.

import Foundation

struct Detector {
  let raster: Raster
  let exposure: Exposure

  /// Gray in 0...1, bone white. `primary` is in patient space.
  func film(_ primary: Plane) -> Plane {
    var light = placed(primary)
    let scattered = light.widelyBlurred(28)
    for i in light.values.indices { light.values[i] += exposure.scatter * scattered.values[i] }
    addLead(&light)
    addNoise(&light)
    return process(light)
  }

  /// The beam on the detector's raster: tilted, shifted, magnified.
  private func placed(_ primary: Plane) -> Plane {
    var result = Plane(raster)
    let scale = 1 / exposure.magnification
    let (c, s) = (cos(exposure.tilt) * scale, sin(exposure.tilt) * scale)
    for row in 0..<raster.rows {
      let y = raster.y(row) - exposure.shift.y
      for column in 0..<raster.columns {
        let x = raster.x(column) - exposure.shift.x
        result.values[row * raster.columns + column] = primary.sample(
          primary.raster.row(-x * s + y * c), primary.raster.column(x * c + y * s))
      }
    }
    return result
  }

  /// The side letter in lead.
  private func addLead(_ light: inout Plane) {
    var lead = Plane(raster)
    for stroke in Self.letter(exposure.marker) {
      let (c, s) = (cos(exposure.markerTurn), sin(exposure.markerTurn))
      let nodes = stroke.map { p -> Point3 in
        let q = Point(p.x * c - p.y * s, p.x * s + p.y * c) + exposure.markerPlace
        return [q.x, q.y, 0]
      }
      lead.stroke(nodes, radius: 1.3, density: 0.9)
    }
    for i in lead.values.indices where lead.values[i] > 0 {
      light.values[i] *= 0.04 + 0.96 * exp(-2 * lead.values[i])
    }
  }

  /// Strokes of "R" or "L", millimetres about the letter's centre.
  private static func letter(_ side: Side) -> [[Point]] {
    switch side {
    case .left: [[[-4, -7], [-4, 7], [4.5, 7]]]
    case .right:
      [
        [[-4, 7], [-4, -7], [1, -7], [3.6, -5.6], [4, -3.4], [3.6, -1.2], [1, 0], [-4, 0]],
        [[0, 0], [4.6, 7]],
      ]
    }
  }

  /// Poisson noise of the counted photons, as a normal of the same variance, and the detector's own, slightly blurred.
  private func addNoise(_ light: inout Plane) {
    var random = Random(seed: exposure.seed)
    let perPixel = exposure.photons * raster.spacing * raster.spacing
    let electronic: Float = 0.0006
    var previous: Float = 0
    for i in light.values.indices {
      let value = max(light.values[i], 1e-5)
      let fresh = random.normal()
      let grain = 0.86 * fresh + 0.5 * previous
      previous = fresh
      light.values[i] = max(value + grain * (value / perPixel + electronic * electronic).squareRoot(), 2e-4)
    }
  }

  /// Logarithm, equalisation of wide shadows, edge enhancement, the gray curve, the blades.
  private func process(_ light: Plane) -> Plane {
    var density = light
    for i in density.values.indices { density.values[i] = -log(density.values[i]) }
    let range = exposureRange(density)
    let wide = density.widelyBlurred(34)
    let narrow = density.blurred(2.2)
    let middle = (range.lung + range.white) / 2
    let scale = 1 / max(range.white - range.lung, 0.2)
    for i in density.values.indices {
      let value = density.values[i]
      let flat = value - exposure.equalisation * 0.5 * (wide.values[i] - middle)
      let crisp = flat + exposure.edge * (value - narrow.values[i])
      density.values[i] = gray((crisp - middle) * scale)
    }
    shade(&density)
    return density
  }

  /// The S-shaped gray curve: −0.5 is the lungs, +0.5 the mediastinum.
  @inline(__always) private func gray(_ x: Float) -> Float {
    let low = exposure.lungGray
    let slope = (log(0.9 / 0.1) - log(low / (1 - low))) * exposure.contrast
    let offset = log(low / (1 - low)) + slope / 2
    let s = 1 / (1 + exp(-(slope * x + offset)))
    return max(0, (s - 0.012) / 0.988)
  }

  /// The density of lungs and of the mediastinum: percentiles of the film's middle.
  private func exposureRange(_ density: Plane) -> (lung: Float, white: Float) {
    var histogram = [Int](repeating: 0, count: 512)
    var count = 0
    for row in raster.rows / 5..<max(raster.rows * 4 / 5, raster.rows / 5 + 1) {
      for column in raster.columns / 5..<max(raster.columns * 4 / 5, raster.columns / 5 + 1) {
        let bin = Int(min(max(density.values[row * raster.columns + column] * 64, 0), 511))
        histogram[bin] += 1
        count += 1
      }
    }
    func percentile(_ share: Float) -> Float {
      var left = Int(share * Float(count))
      for bin in histogram.indices {
        left -= histogram[bin]
        if left < 0 { return (Float(bin) + 0.5) / 64 }
      }
      return 8
    }
    return (percentile(0.12), percentile(0.9))
  }

  /// The collimator's blades: black where the machine masks them, else nearly white.
  private func shade(_ film: inout Plane) {
    guard exposure.blades != SIMD4(0, 0, 0, 0) else { return }
    let (right, bottom) = (-raster.x(0), -raster.y(0))
    let dark: Float = exposure.shutter ? 0 : 0.96
    for row in 0..<raster.rows {
      let y = raster.y(row)
      let vertical = smoothstep(
        -0.8, 0.8, min(y + bottom - exposure.blades.y, bottom - exposure.blades.w - y))
      for column in 0..<raster.columns {
        let x = raster.x(column)
        let across = smoothstep(-0.8, 0.8, min(x + right - exposure.blades.x, right - exposure.blades.z - x))
        let i = row * raster.columns + column
        film.values[i] = mix(dark, film.values[i], vertical * across)
      }
    }
  }
}
