/// A film as a presentation state asks for it: window, polarity, shutters and drawings in its pixels; turn and place beside them.

/// What becomes of one frame under one presentation state.
package struct PresentedFilm: Equatable, Sendable {
  /// The film's own pixels, to be shown otherwise. Nothing in it is turned.
  package let image: ModalityImage
  /// How the film is to be laid on the light box, from the way it lies after opening.
  package let change: Reorientation
  /// The part that is to fill the screen, as fractions of the film as it lies after opening; nil for the whole.
  package let area: Region?
  /// What it asks for and does not get, in words.
  package let refused: [String]
}

extension Film {
  /// This film under a presentation state that is made for it; nil where it is made for others.
  /// - Parameter index: the frame that this film is, counted from 0.
  package func presented(by state: SoftcopyPresentation, frame index: Int = 0) -> PresentedFilm? {
    guard let uid = metadata.sopInstanceUID, state.images.contains(uid), frame.photometric.isGray else {
      return nil
    }
    return state.present(image, uid, frame: index)
  }
}

extension SoftcopyPresentation {
  fileprivate func present(_ image: ModalityImage, _ uid: String, frame: Int) -> PresentedFilm {
    var refused: [String] = []
    var presentation = Presentation()
    presentation.pixelAspect = image.presentation.pixelAspect
    window(&presentation, image, uid, frame)
    polarity(&presentation, &refused)
    presentation.shutters = data.shutters
    presentation.shutterLevel = data.word(.shutterPresentationValue) ?? 0
    if (0..<3).contains(where: { data.string(.shutterShape, $0) == "BITMAP" }) {
      refused.append("a shutter of bits")
    }
    overlays(&presentation, image, &refused)
    let size = image.orientation.change.size(rows: image.rows, columns: image.columns)
    var drawing = GraphicDrawing(rows: size.rows, columns: size.columns)
    for item in items(.graphicAnnotationSequence, for: uid, frame: frame) { drawing.draw(item) }
    if let overlay = drawing.overlay { presentation.overlays.append(overlay) }
    refused += drawing.refused
    if !asksForTransform(of: image) { refused.append("another modality transform") }
    if !data.items(.maskSubtractionSequence).isEmpty { refused.append("a subtraction") }
    let area = area(uid, frame, size, image.orientation.change, &refused)
    return PresentedFilm(
      image: image.presented(presentation), change: image.orientation.change.inverse.then(spatial),
      area: area, refused: refused)
  }

  /// Softcopy VOI LUT (PS3.3 C.11.8): a table, else a window, else the whole range.
  private func window(_ out: inout Presentation, _ image: ModalityImage, _ uid: String, _ frame: Int) {
    guard let item = items(.softcopyVOISequence, for: uid, frame: frame).first else {
      return out.show(all: image.nominalRange)
    }
    out.table = item.items(.voiLUTSequence).first.flatMap {
      $0.lookupTable(signed: image.nominalRange.lowerBound < 0)
    }
    out.function = item.string(.voiLUTFunction).flatMap { WindowFunction(rawValue: $0) } ?? .linear
    if let center = item.decimal(.windowCenter), let width = item.decimal(.windowWidth) {
      out.windows = [Window(center: center, width: width)]
    } else if out.table == nil {
      out.show(all: image.nominalRange)
    }
  }

  /// Softcopy Presentation LUT (PS3.3 C.11.6): its values are P-values whatever the photometric interpretation.
  private func polarity(_ out: inout Presentation, _ refused: inout [String]) {
    if let item = data.items(.presentationLUTSequence).first {
      out.outputTable = item.lookupTable(signed: false)
      if out.outputTable == nil { refused.append("its presentation table") }
    }
    out.polarity = data.string(.presentationLUTShape) == "INVERSE" ? .inverse : .identity
  }

  /// Overlays of the image stay where the state switches them on (PS3.3 C.11.7).
  private func overlays(_ out: inout Presentation, _ image: ModalityImage, _ refused: inout [String]) {
    let groups = (0..<16).map { 0x6000 + 2 * UInt16($0) }
    let isOn = groups.contains { data.has(DicomTag($0, 0x1001, "OverlayActivationLayer")) }
    if isOn { out.overlays = image.presentation.overlays }
    if groups.contains(where: { data.has(DicomTag($0, 0x3000, "OverlayData")) }) {
      refused.append("overlay planes of its own")
    }
  }

  /// Whether its modality transform is the image's own, or it names none.
  private func asksForTransform(of image: ModalityImage) -> Bool {
    if let item = data.items(.modalityLUTSequence).first {
      return [true, false].contains { sign in
        item.lookupTable(signed: sign).map { image.transform == .table($0) } ?? false
      }
    }
    guard let slope = data.decimal(.rescaleSlope), let intercept = data.decimal(.rescaleIntercept) else {
      return true
    }
    return image.transform == .linear(slope: slope, intercept: intercept)
  }

  /// Turned clockwise first, then mirrored (PS3.3 C.10.6).
  private var spatial: Reorientation {
    let degrees = Int(data.word(.imageRotation) ?? 0)
    return Reorientation(
      quarterTurns: degrees / 90, isMirrored: data.string(.imageHorizontalFlip) == "Y")
  }

  /// Displayed Area (PS3.3 C.10.4), given in columns and rows of the stored image, counted from 1.
  private func area(
    _ uid: String, _ frame: Int, _ size: (rows: Int, columns: Int), _ change: Reorientation,
    _ refused: inout [String]
  ) -> Region? {
    guard let item = items(.displayedAreaSequence, for: uid, frame: frame).first else { return nil }
    guard item.string(.presentationSizeMode) ?? "SCALE TO FIT" == "SCALE TO FIT" else {
      refused.append("a fixed size")
      return nil
    }
    let corners = [DicomTag.displayedAreaTopLeft, .displayedAreaBottomRight].flatMap { tag in
      (0..<2).compactMap { item.long(tag, $0).map { Double(Int32(bitPattern: $0)) } }
    }
    guard corners.count == 4 else { return nil }
    let (wide, tall) = (Double(size.columns), Double(size.rows))
    let left = min(max(corners[0] - 1, 0), wide), top = min(max(corners[1] - 1, 0), tall)
    let right = min(max(corners[2], 0), wide), bottom = min(max(corners[3], 0), tall)
    guard right > left, bottom > top, right - left < wide || bottom - top < tall else { return nil }
    return Region(
      x: left / wide, y: top / tall, width: (right - left) / wide, height: (bottom - top) / tall
    ).after(change)
  }
}

extension Region {
  /// A part of the unit square after the square was turned and mirrored.
  package func after(_ change: Reorientation) -> Region {
    var region = self
    for _ in 0..<change.quarterTurns {
      region = Region(
        x: 1 - region.y - region.height, y: region.x, width: region.height, height: region.width)
    }
    guard change.isMirrored else { return region }
    return Region(x: 1 - region.x - region.width, y: region.y, width: region.width, height: region.height)
  }
}

extension Reorientation {
  /// What takes this change back. A mirror undoes itself, with the turn before it.
  var inverse: Reorientation {
    isMirrored ? self : Reorientation(quarterTurns: -quarterTurns)
  }
}

extension DataItem {
  func decimal(_ tag: DicomTag, _ index: Int = 0) -> Double? {
    string(tag, index).flatMap { Double($0) }.flatMap { $0.isFinite && abs($0) < 1e12 ? $0 : nil }
  }

  /// LUT Descriptor and LUT Data (PS3.3 C.11.1.1.1).
  /// - Parameter signed: what goes into the table can be negative.
  fileprivate func lookupTable(signed: Bool) -> LookupTable? {
    LookupTable(descriptor: words(.lutDescriptor), data: words(.lutData), signed: signed)
  }
}
