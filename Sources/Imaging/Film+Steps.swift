/// What was done between the bytes of a film and the pixels that are shown and scored, with the numbers.

/// One step, where the standard defines it, and its parameters. Never a word of the patient.
package struct PixelStep: Equatable, Sendable, Encodable {
  package let name: String
  /// For example `PS3.3 C.11.1`; empty where no standard defines the step.
  package let clause: String
  package let detail: String

  init(_ name: String, _ clause: String, _ detail: String) {
    self.name = name
    self.clause = clause
    self.detail = detail
  }
}

extension Film {
  /// In the order of the data path: decode, mask, pad, rescale, window, invert.
  package var steps: [PixelStep] {
    [decoding] + colours + (format == .dicom ? values : []) + viewing
  }

  private var decoding: PixelStep {
    let size = "\(frame.columns) x \(frame.rows) x \(frame.samplesPerPixel)"
    let how = metadata.transferSyntaxUID.map { "transfer syntax \($0), " } ?? ""
    return PixelStep("decode", format == .dicom ? "PS3.5 8" : "", "\(how)\(size), \(frame.bitsStored) bits")
  }

  private var colours: [PixelStep] {
    guard let colour = image.colour else { return [] }
    let gray = PixelStep(
      "gray", "", "the weights of ITU-R BT.601 on \(colour.bitsStored)-bit red, green and blue")
    guard colour.photometric != frame.photometric else { return [gray] }
    return [PixelStep("colour", "PS3.3 C.7.6.3.1.2", "\(frame.photometric.rawValue) to RGB"), gray]
  }

  private var values: [PixelStep] {
    guard frame.photometric.isGray else { return [] }
    var steps: [PixelStep] = []
    if let padding = image.storedPadding {
      let range = "stored values \(padding.lowerBound) to \(padding.upperBound)"
      steps.append(PixelStep("padding", "PS3.3 C.7.5.1.1.2", range))
    }
    switch image.transform {
    case .linear(let slope, let intercept):
      steps.append(PixelStep("rescale", "PS3.3 C.11.1", "slope \(slope), intercept \(intercept)"))
    case .table(let table):
      let detail = "\(table.values.count) entries from \(table.first), \(table.bits) bits"
      steps.append(PixelStep("modality LUT", "PS3.3 C.11.1", detail))
    }
    return steps
  }

  private var viewing: [PixelStep] {
    let window: PixelStep =
      switch image.defaultRendering {
      case .table: PixelStep("VOI LUT", "PS3.3 C.11.2", "the table of the file")
      case .window(let window):
        PixelStep(
          "window", "PS3.3 C.11.2.1.2",
          "\(image.presentation.function.rawValue), center \(window.center), width \(window.width)")
      case .fitted(let window):
        PixelStep("window", "", "fitted to the pixels, center \(window.center), width \(window.width)")
      }
    guard image.photometric == .monochrome1 else { return [window] }
    return [window, PixelStep("inversion", "PS3.3 C.7.6.3.1.2", "MONOCHROME1, once")]
  }

  /// Contradictions that were settled, in words.
  package var warnings: [String] {
    var warnings: [String] = []
    if metadata.polarityIsContradictory(frame.photometric), let shape = metadata.presentationLUTShape {
      warnings.append(
        "PresentationLUTShape \(shape) contradicts \(frame.photometric.rawValue), which is followed.")
    }
    if metadata.burnedInAnnotation == true { warnings.append("The film says that text is burned into it.") }
    return warnings
  }

  /// The photometric interpretation that the file names.
  package var photometricInterpretation: String {
    (codedPhotometric ?? frame.photometric).rawValue
  }
}
