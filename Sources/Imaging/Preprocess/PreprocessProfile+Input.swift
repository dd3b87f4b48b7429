/// The arrow for networks: modality values to a normalised square picture, as the published models expect it.

extension PreprocessProfile {
  /// What the network sees of `image`, squashed to `size` x `size`. Colour films keep their colours under
  /// `repoInference`; `hfCard` reads them as gray.
  package func input(from image: ModalityImage, size: Int) -> ModelInput {
    if let gray = gray8(from: image, size: size) { return ModelInput(gray8: gray, size: size) }
    return ModelInput(rgb8: colour8(of: image, size: size), size: size)
  }

  /// The `size` x `size` 8-bit picture before normalisation, or nil where the profile keeps a film's colours.
  package func gray8(from image: ModalityImage, size: Int) -> [UInt8]? {
    if self == .repoInference && image.colour != nil { return nil }
    let deep = image.bitsStored > 8
    let table = self == .repoInference && deep ? image.percentileLevels() : image.nominalLevels()
    return Resize.linear(
      image.codes, table: table, rows: image.rows, columns: image.columns, toRows: size, toColumns: size)
  }

  private func colour8(of image: ModalityImage, size: Int) -> [[UInt8]] {
    guard let frame = image.colour else { return [] }
    let table =
      frame.bitsStored > 8 ? ModalityImage.percentileLevels(colour: frame) : image.nominalLevels()
    let values = frame.values
    return (0..<3).map { channel in
      let plane = stride(from: channel, to: values.count, by: 3)
        .map { UInt16(truncatingIfNeeded: Int(values[$0]) - frame.storedRange.lowerBound) }
      return Resize.linear(
        plane, table: table, rows: frame.rows, columns: frame.columns, toRows: size, toColumns: size)
    }
  }
}

extension ModelInput {
  /// ImageNet statistics, in the order red, green, blue.
  package static let mean: [Float] = [0.485, 0.456, 0.406]
  package static let deviation: [Float] = [0.229, 0.224, 0.225]

  /// Values made of another input's, such as a turned or an inverted one.
  package init(size: Int, changed values: [Float]) { self.init(size: size, values: values) }

  /// A gray picture of `size * size` 8-bit levels, repeated in three channels and normalised.
  package init(gray8: [UInt8], size: Int) {
    self.init(rgb8: [gray8, gray8, gray8], size: size)
  }

  /// Three planes of `size * size` 8-bit levels: red, green, blue.
  init(rgb8 planes: [[UInt8]], size: Int) {
    precondition(planes.count == 3 && planes.allSatisfy { $0.count == size * size })
    var values = [Float](repeating: 0, count: size * size * 3)
    for channel in 0..<3 {
      let normalised = (0...255).map { (Float($0) / 255 - Self.mean[channel]) / Self.deviation[channel] }
      for i in 0..<size * size { values[3 * i + channel] = normalised[Int(planes[channel][i])] }
    }
    self.init(size: size, values: values)
  }
}
