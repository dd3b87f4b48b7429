/// Pictures for timing: a chest-like shade with as little, some or much noise, the same on every machine.

import Terminal

enum TestFilm: String, CaseIterable {
  case smooth, some, much

  /// Largest deviation from the smooth shade, of 65,535.
  private var noise: Int {
    switch self {
    case .smooth: 0
    case .some: 1600
    case .much: 16_000
    }
  }

  /// `side * side` pixels. With `overlay`, a bump of strength over a quarter of the film.
  func picture(_ side: Int, overlay: Bool = false) -> Picture {
    var random = UInt64(42)
    var gray = [UInt16](repeating: 0, count: side * side)
    var strengths = [UInt8](repeating: 0, count: overlay ? side * side : 0)
    for y in 0..<side {
      for x in 0..<side {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let (u, v) = (Double(2 * x - side) / Double(side), Double(2 * y - side) / Double(side))
        let lungs = 0.75 - 0.6 * max(0, 1 - 6 * ((abs(u) - 0.42) * (abs(u) - 0.42) + v * v / 3))
        let jitter = noise == 0 ? 0 : Int(random >> 40) % (2 * noise) - noise
        gray[y * side + x] = UInt16(clamping: Int(lungs * 60_000) + jitter)
        if overlay {
          let bump = 1 - 5 * ((u - 0.3) * (u - 0.3) + (v - 0.2) * (v - 0.2))
          strengths[y * side + x] = UInt8(max(0, bump) * 255)
        }
      }
    }
    return Picture(
      width: side, height: side, gray: gray, overlay: strengths, ramp: overlay ? Ramp.viridis.colors : [])
  }
}
