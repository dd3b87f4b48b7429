/// The views of test-time augmentation: what each does to a picture, and which configuration holds which.

/// One way of showing a picture to a network. The definitions are those of the published CXR-LT 2026 ensemble.
package enum AugmentedView: Hashable, Sendable {
  case identity
  /// Columns in reverse order.
  case flipped
  /// Turned by so many degrees about the centre, with mirrored edges.
  case rotated(Double)
  /// Resized by the factor; a larger picture is cropped about its centre, a smaller one padded with mirrored edges.
  case scaled(Double)
  case flippedScaled(Double)
  /// 1.1 times as bright, cut to 0...1.
  case brighter
  /// 0.9 times as bright.
  case darker

  /// Whether left and right change places.
  package var isFlipped: Bool {
    switch self {
    case .flipped, .flippedScaled: true
    case .identity, .rotated, .scaled, .brighter, .darker: false
    }
  }

  /// As provenance names it: `hflip`, `rot+5`, `up1.1`, `hflip(down0.95)`.
  package var name: String {
    switch self {
    case .identity: "identity"
    case .flipped: "hflip"
    case .rotated(let degrees): "rot\(degrees < 0 ? "" : "+")\(Int(degrees))"
    case .scaled(let factor): "\(factor > 1 ? "up" : "down")\(factor)"
    case .flippedScaled(let factor): "hflip(\(AugmentedView.scaled(factor).name))"
    case .brighter: "bright_up"
    case .darker: "bright_down"
    }
  }
}

/// A named list of views, in the order in which they are read; the identity is always first.
package enum AugmentationConfig: String, CaseIterable, Codable, Sendable {
  case none, flip, light, medium, heavy
  case flipScale = "flip_scale"

  package var views: [AugmentedView] {
    switch self {
    case .none: [.identity]
    case .flip: [.identity, .flipped]
    case .light: Self.flip.views + [.rotated(5), .rotated(-5)]
    case .medium: Self.light.views + [.scaled(1.1), .scaled(0.9)]
    case .heavy: Self.medium.views + [.brighter, .darker]
    case .flipScale:
      [.identity, .flipped, .scaled(1.05), .scaled(0.95), .flippedScaled(1.05), .flippedScaled(0.95)]
    }
  }
}

/// Where brightness is changed.
package enum BrightnessSpace: Equatable, Sendable {
  /// On the normalised values, as the published code does: what is below the mean becomes 0.
  case normalised
  /// On gray levels 0...1, from which `(level − mean) / deviation` was taken by channel.
  case gray(mean: [Float], deviation: [Float])
}
