/// The end of the path for networks: a normalised picture, built only by a `PreprocessProfile`.

/// What a network sees. `values` is `[size, size, 3]`, row-major, channels last, float32.
package struct ModelInput: Equatable, Sendable {
  package let size: Int
  package let values: [Float]

  init(size: Int, values: [Float]) {
    precondition(values.count == size * size * 3)
    self.size = size
    self.values = values
  }
}

/// How a film becomes a network's input. Belongs to the model pack, never to the viewer.
package enum PreprocessProfile: String, CaseIterable, Sendable {
  /// 8-bit gray (16-bit keeps the high byte), resize, /255, ImageNet normalisation: the published model card's transform.
  case hfCard
  /// Percentile rescale 0.5–99.5 of anything deeper than 8 bits, then as above: the published training code's transform.
  case repoInference
}
