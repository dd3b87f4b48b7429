/// Resizing and turning pictures as PyTorch does, down to its float32 arithmetic, fused where PyTorch fuses, for the places
/// that are sampled: over 512 pixels another rounding of a place alone moves values by more than 1e-5.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

package enum PictureSampling {
  /// Bilinear, half-pixel centres, no antialiasing: `F.interpolate(mode="bilinear", align_corners=False)`.
  /// x [H, W, C] → y [newH, newW, C].
  package static func resize(_ x: Tensor, into y: Tensor, _ ws: Workspace) {
    let channels = x.shape[2]
    let rows = (0..<y.shape[0]).map { Tap(row: $0, of: y.shape[0], from: x.shape[0]) }
    let columns = (0..<y.shape[1]).map { Tap(row: $0, of: y.shape[1], from: x.shape[1]) }
    for (row, down) in rows.enumerated() {
      let (top, bottom) = (down.low * x.shape[1], down.high * x.shape[1])
      for (column, across) in columns.enumerated() {
        let (a, b) = ((top + across.low) * channels, (top + across.high) * channels)
        let (c, d) = ((bottom + across.low) * channels, (bottom + across.high) * channels)
        let to = (row * y.shape[1] + column) * channels
        for k in 0..<channels {
          let upper = (1 - across.share) * x.base[a + k] + across.share * x.base[b + k]
          let lower = (1 - across.share) * x.base[c + k] + across.share * x.base[d + k]
          y.base[to + k] = (1 - down.share) * upper + down.share * lower
        }
      }
    }
  }

  /// Samples at R(θ)·v for each place v of the unit square [−1, 1]², bilinear, mirrored about the outer edges:
  /// `F.grid_sample(F.affine_grid(θ), padding_mode="reflection", align_corners=False)`. x and y are [H, W, C].
  package static func rotate(_ x: Tensor, degrees: Double, into y: Tensor) {
    let (height, width, channels) = (x.shape[0], x.shape[1], x.shape[2])
    let angle = degrees * Double.pi / 180
    let (cosine, sine) = (Float(cos(angle)), Float(sin(angle)))
    let (across, down) = (centres(width), centres(height))
    for row in 0..<height {
      for column in 0..<width {
        let u = cosine * across[column] + (-sine) * down[row]
        let v = sine * across[column] + cosine * down[row]
        let (h, w) = (Tap(unit: v, of: height), Tap(unit: u, of: width))
        let (a, b) = ((h.low * width + w.low) * channels, (h.low * width + w.high) * channels)
        let (c, d) = ((h.high * width + w.low) * channels, (h.high * width + w.high) * channels)
        let to = (row * width + column) * channels
        for k in 0..<channels {
          y.base[to + k] =
            x.base[a + k] * ((1 - h.share) * (1 - w.share)) + x.base[b + k] * ((1 - h.share) * w.share)
            + x.base[c + k] * (h.share * (1 - w.share)) + x.base[d + k] * (h.share * w.share)
        }
      }
    }
  }

  /// The centres of n pixels on [−1, 1], counted from both ends as PyTorch's `linspace` does.
  private static func centres(_ n: Int) -> [Float] {
    guard n > 1 else { return [0] }
    let step = 2 / Float(n - 1)
    return (0..<n).map { i in
      let edge =
        i < n / 2 ? Float(-1).addingProduct(step, Float(i)) : Float(1).addingProduct(-step, Float(n - 1 - i))
      return edge * Float(n - 1) / Float(n)
    }
  }
}

/// Two neighbouring pixels of an axis and the share of the second.
private struct Tap {
  let low: Int
  let high: Int
  let share: Float

  /// For pixel `row` of `count` resampled from `source`.
  init(row: Int, of count: Int, from source: Int) {
    let scale = Float(source) / Float(count)
    let place = max(Float(-0.5).addingProduct(scale, Float(row) + 0.5), 0)
    low = min(Int(place), source - 1)
    high = min(low + 1, source - 1)
    share = place - Float(low)
  }

  /// For a place of [−1, 1] over `count` pixels; places outside are mirrored about −0.5 and count − 0.5.
  init(unit: Float, of count: Int) {
    let size = Float(count)
    let distance = abs(Float(-0.5).addingProduct(unit + 1, size / 2) + 0.5)
    let turns = (distance / size).rounded(.down)
    let rest = distance - turns * size
    let mirrored = Int(turns) % 2 == 0 ? rest - 0.5 : size - rest - 0.5
    let place = min(max(mirrored, 0), size - 1)
    low = Int(place)
    high = min(low + 1, count - 1)
    share = place - Float(low)
  }
}
