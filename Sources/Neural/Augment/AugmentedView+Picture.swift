/// Making the views of test-time augmentation out of a normalised picture.

extension AugmentedView {
  /// x [H, W, C], normalised → y of the same shape, which is other memory.
  package func apply(_ x: Tensor, into y: Tensor, brightness: BrightnessSpace = .normalised, _ ws: Workspace)
  {
    precondition(x.shape == y.shape && x.shape.count == 3, "a view keeps the shape [H, W, C]")
    switch self {
    case .identity: y.copy(from: x)
    case .flipped: Self.flip(x, into: y)
    case .rotated(let degrees): PictureSampling.rotate(x, degrees: degrees, into: y)
    case .scaled(let factor): Self.scale(x, by: factor, into: y, ws)
    case .flippedScaled(let factor):
      ws.scope {
        let scaled = ws.tensor(x.shape)
        Self.scale(x, by: factor, into: scaled, ws)
        Self.flip(scaled, into: y)
      }
    case .brighter: Self.shine(x, factor: 1.1, clamped: true, brightness, into: y)
    case .darker: Self.shine(x, factor: 0.9, clamped: false, brightness, into: y)
    }
  }

  private static func flip(_ x: Tensor, into y: Tensor) {
    let (height, width, channels) = (x.shape[0], x.shape[1], x.shape[2])
    for row in 0..<height {
      for column in 0..<width {
        let (from, to) = ((row * width + width - 1 - column) * channels, (row * width + column) * channels)
        for c in 0..<channels { y.base[to + c] = x.base[from + c] }
      }
    }
  }

  /// The sides of the resized picture are truncated to whole pixels. A margin that is odd is a pixel wider at the right
  /// and at the bottom.
  private static func scale(_ x: Tensor, by factor: Double, into y: Tensor, _ ws: Workspace) {
    let (height, width, channels) = (x.shape[0], x.shape[1], x.shape[2])
    let (newHeight, newWidth) = (Int(Double(height) * factor), Int(Double(width) * factor))
    ws.scope {
      let resized = ws.tensor([newHeight, newWidth, channels])
      PictureSampling.resize(x, into: resized, ws)
      let rows = Self.places(height, in: newHeight)
      let columns = Self.places(width, in: newWidth)
      for row in 0..<height {
        for column in 0..<width {
          let (from, to) = (
            (rows[row] * newWidth + columns[column]) * channels, (row * width + column) * channels
          )
          for c in 0..<channels { y.base[to + c] = resized.base[from + c] }
        }
      }
    }
  }

  /// Which row or column of the resized picture each one of the view shows: a centre crop of a longer axis, a shorter one
  /// continued by its mirror image, without its edge twice.
  private static func places(_ length: Int, in resized: Int) -> [Int] {
    if resized >= length {
      let start = (resized - length) / 2
      return Array(start..<(start + length))
    }
    let margin = (length - resized) / 2
    return (0..<length).map { place in
      let mirrored = abs(place - margin)
      return mirrored < resized ? mirrored : 2 * (resized - 1) - mirrored
    }
  }

  private static func shine(
    _ x: Tensor, factor: Float, clamped: Bool, _ space: BrightnessSpace, into y: Tensor
  ) {
    let channels = x.shape[2]
    switch space {
    case .normalised:
      for i in 0..<x.count {
        let value = factor * x.base[i]
        y.base[i] = clamped ? min(max(value, 0), 1) : value
      }
    case .gray(let mean, let deviation):
      precondition(mean.count == channels && deviation.count == channels, "one mean and deviation by channel")
      for i in 0..<x.count {
        let c = i % channels
        let level = factor * (x.base[i] * deviation[c] + mean[c])
        y.base[i] = ((clamped ? min(max(level, 0), 1) : level) - mean[c]) / deviation[c]
      }
    }
  }
}
