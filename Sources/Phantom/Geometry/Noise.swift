/// Smooth random fields: the unevenness of tissue.

/// Value noise on a lattice, bilinear between its nodes with smooth weights; mean 0, values about ±1.
struct Noise: Sendable {
  private let cell: Float
  private let side = 64
  private let values: [Float]

  /// - Parameter cell: millimetres between the lattice's nodes.
  init(cell: Float, seed: UInt64) {
    var random = Random(seed: seed)
    self.cell = cell
    values = (0..<64 * 64).map { _ in random.uniform(-1, 1) }
  }

  @inline(__always) func callAsFunction(_ x: Float, _ y: Float) -> Float {
    let u = x / cell + 4096
    let v = y / cell + 4096
    let (i, j) = (Int(u), Int(v))
    var (s, t) = (u - Float(i), v - Float(j))
    s = s * s * (3 - 2 * s)
    t = t * t * (3 - 2 * t)
    let (i0, i1) = (i & 63, (i + 1) & 63)
    let (r0, r1) = ((j & 63) * side, ((j + 1) & 63) * side)
    let top = mix(values[r0 + i0], values[r0 + i1], s)
    return mix(top, mix(values[r1 + i0], values[r1 + i1], s), t)
  }
}

/// Three octaves of `Noise`, each half as wide and 0.6 as strong as the one before.
struct Clouds: Sendable {
  private let octaves: [Noise]

  init(cell: Float, seed: UInt64) {
    octaves = (0..<3).map { Noise(cell: cell / Float(1 << $0), seed: seed &+ UInt64($0)) }
  }

  @inline(__always) func callAsFunction(_ x: Float, _ y: Float) -> Float {
    octaves[0](x, y) + 0.6 * octaves[1](x, y) + 0.36 * octaves[2](x, y)
  }
}
