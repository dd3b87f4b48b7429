/// Films that are no chest, or no film at all: what a reader of chests must notice and stay silent about.

internal import Foundation

/// What is on a foreign film.
package enum ForeignFilm: String, CaseIterable, Sendable {
  /// The bones and soft tissue of a hand.
  case hand
  /// The shafts of a forearm or a lower leg.
  case limb
  /// Nothing but detector noise.
  case noise

  /// 16-bit levels, bright where the body is dense, row by row; the same for the same seed.
  package func levels(seed: UInt64, size: Int = 512) -> [UInt16] {
    var random = Random(seed: seed ^ 0xF07E_1642)
    var film = LimbFilm(size: size)
    switch self {
    case .hand: film.addHand(&random)
    case .limb: film.addLimb(&random)
    case .noise: film.addNothing(&random)
    }
    return film.exposed(&random, graininess: self == .noise ? 0.25 : 0.012)
  }
}

/// Thickness of soft tissue and bone over a square film of 1 x 1, and its exposure by Beer and Lambert.
private struct LimbFilm {
  private let size: Int
  private var tissue: [Float]
  private var bone: [Float]

  init(size: Int) {
    self.size = size
    tissue = [Float](repeating: 0, count: size * size)
    bone = tissue
  }

  mutating func addNothing(_ random: inout Random) {
    let level = random.uniform(0.1, 1.5)
    for i in tissue.indices { tissue[i] = level }
  }

  /// Palm, wrist and five fingers, each of three or two phalanges and a metacarpal.
  mutating func addHand(_ random: inout Random) {
    let (x, y) = (random.uniform(0.42, 0.58), random.uniform(0.5, 0.6))
    let scale = random.uniform(0.8, 1.15)
    let turn = random.uniform(-0.3, 0.3)
    let isLeft = random.uniform(0, 1) < 0.5
    func point(_ u: Float, _ v: Float) -> (Float, Float) {
      let u = isLeft ? -u : u
      return (x + scale * (u * cos(turn) - v * sin(turn)), y + scale * (u * sin(turn) + v * cos(turn)))
    }
    capsule(point(0, 0.02), point(0, 0.12), 0.115 * scale, tissue: 0.5, bone: 0)
    capsule(point(0, 0.12), point(0, 0.5), 0.075 * scale, tissue: 0.6, bone: 0)
    capsule(point(-0.03, 0.2), point(-0.035, 0.5), 0.025 * scale, tissue: 0, bone: 0.35)
    capsule(point(0.03, 0.2), point(0.035, 0.5), 0.022 * scale, tissue: 0, bone: 0.3)
    for carpal in 0..<7 {
      let (u, v) = (Float(carpal % 4) * 0.03 - 0.045, 0.13 + Float(carpal / 4) * 0.032)
      capsule(point(u, v), point(u + 0.005, v), 0.016 * scale, tissue: 0, bone: 0.25)
    }
    for finger in 0..<5 {
      let spread = Float(finger - 2) * 0.14 + (finger == 0 ? -0.35 : 0)
      let root = point(Float(finger - 2) * 0.042, finger == 0 ? 0.09 : 0.1)
      var joint = root
      let lengths: [Float] = finger == 0 ? [0.1, 0.08, 0.06] : [0.15, 0.1, 0.065, 0.05]
      let direction = turn + (isLeft ? -spread : spread)
      for (index, length) in lengths.enumerated() {
        let next = (joint.0 + scale * length * sin(direction), joint.1 - scale * length * cos(direction))
        let width = scale * (0.019 - 0.002 * Float(index))
        if index > 0 { capsule(joint, next, width * 1.6, tissue: 0.3, bone: 0) }
        capsule(joint, next, width * 0.75, tissue: 0, bone: 0.3)
        joint = next
      }
    }
  }

  /// Two shafts side by side in a tapering limb.
  mutating func addLimb(_ random: inout Random) {
    let (turn, width) = (random.uniform(-0.4, 0.4), random.uniform(0.1, 0.17))
    let (dx, dy) = (0.7 * sin(turn), 0.7 * cos(turn))
    let centre = (random.uniform(0.42, 0.58), Float(0.5))
    let (top, bottom) = ((centre.0 + dx, centre.1 - dy), (centre.0 - dx, centre.1 + dy))
    capsule(top, bottom, width, tissue: 1, bone: 0)
    let gap = width * random.uniform(0.3, 0.5)
    for (side, thickness) in [(Float(-1), Float(0.3)), (1, 0.2)] {
      let (a, b) = ((top.0 + side * gap, top.1), (bottom.0 + side * gap * 0.8, bottom.1))
      capsule(a, b, width * thickness, tissue: 0, bone: 0.6)
      capsule(a, b, width * thickness * 0.55, tissue: 0, bone: -0.3)
    }
  }

  /// Adds a rod of round section between two points.
  private mutating func capsule(
    _ a: (Float, Float), _ b: (Float, Float), _ radius: Float, tissue amount: Float, bone mineral: Float
  ) {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1)
    let square = max(dx * dx + dy * dy, 1e-9)
    func range(_ low: Float, _ high: Float) -> Range<Int> {
      let first = max(0, Int((low - radius) * Float(size)))
      return first..<max(first, min(size, Int((high + radius) * Float(size)) + 1))
    }
    for row in range(min(a.1, b.1), max(a.1, b.1)) {
      for column in range(min(a.0, b.0), max(a.0, b.0)) {
        let (px, py) = ((Float(column) + 0.5) / Float(size) - a.0, (Float(row) + 0.5) / Float(size) - a.1)
        let along = min(max((px * dx + py * dy) / square, 0), 1)
        let (ex, ey) = (px - along * dx, py - along * dy)
        let depth = 1 - (ex * ex + ey * ey) / (radius * radius)
        guard depth > 0 else { continue }
        tissue[row * size + column] += amount * depth.squareRoot()
        bone[row * size + column] += mineral * depth.squareRoot()
      }
    }
  }

  func exposed(_ random: inout Random, graininess: Float) -> [UInt16] {
    let gain = random.uniform(0.85, 1.1)
    return tissue.indices.map { i in
      let dense = 1 - exp(-(0.9 * tissue[i] + 2.2 * max(bone[i], 0)))
      let noisy = gain * dense + graininess * random.normal()
      return UInt16(min(max(0.06 + 0.88 * noisy, 0), 1) * 65535)
    }
  }
}
