/// Millimetres between pixels, with what they are worth: at the detector, or at the patient, and who says so.

/// Which attribute a spacing comes from and what it means for a measurement (PS3.3 10.7).
package enum SpacingSource: String, Equatable, Codable, Sendable {
  /// Imager Pixel Spacing (0018,1164): at the detector, so anatomy is magnified.
  case detector
  /// Imager Pixel Spacing divided by Estimated Radiographic Magnification Factor (0018,1114).
  case magnification
  /// Pixel Spacing (0028,0030), calibrated by the geometry of the room.
  case geometry
  /// Pixel Spacing, calibrated by an object of known size in the picture.
  case fiducial
  /// Pixel Spacing that differs from the detector's: calibrated, in a way that the file does not name.
  case calibrated
  /// Pixel Spacing alone, of a file that does not say where it holds.
  case unspecified
  /// Nominal Scanned Pixel Spacing (0018,2010): of a digitised film.
  case scanner
}

package struct PixelSpacing: Equatable, Codable, Sendable {
  /// Between the centres of neighbouring rows.
  package let rowMM: Double
  /// Between the centres of neighbouring columns.
  package let columnMM: Double
  package let source: SpacingSource

  package init(rowMM: Double, columnMM: Double, source: SpacingSource) {
    self.rowMM = rowMM
    self.columnMM = columnMM
    self.source = source
  }

  /// Lengths measured with it are at the patient's own scale; otherwise they are up to a fifth too long.
  package var isAtPatient: Bool {
    switch source {
    case .geometry, .fiducial, .calibrated, .magnification: true
    case .detector, .unspecified, .scanner: false
    }
  }

  /// The spacing of the same pixels after rows have become columns.
  func after(_ change: Reorientation) -> PixelSpacing {
    change.swapsAxes ? PixelSpacing(rowMM: columnMM, columnMM: rowMM, source: source) : self
  }

  /// The best that a header offers.
  /// - Parameters:
  ///   - imager: Imager Pixel Spacing, rows then columns.
  ///   - pixel: Pixel Spacing.
  ///   - scanned: Nominal Scanned Pixel Spacing.
  ///   - calibration: Pixel Spacing Calibration Type (0028,0A02).
  ///   - magnification: Estimated Radiographic Magnification Factor.
  static func best(
    imager: (Double, Double)?, pixel: (Double, Double)?, scanned: (Double, Double)?, calibration: String?,
    magnification: Double?
  ) -> PixelSpacing? {
    func spacing(_ pair: (Double, Double), _ source: SpacingSource, over factor: Double = 1) -> PixelSpacing {
      PixelSpacing(rowMM: pair.0 / factor, columnMM: pair.1 / factor, source: source)
    }
    if let pixel {
      if calibration == "GEOMETRY" { return spacing(pixel, .geometry) }
      if calibration == "FIDUCIAL" { return spacing(pixel, .fiducial) }
      if let imager, !same(imager, pixel) { return spacing(pixel, .calibrated) }
    }
    if let imager {
      if let magnification { return spacing(imager, .magnification, over: magnification) }
      return spacing(imager, .detector)
    }
    return pixel.map { spacing($0, .unspecified) } ?? scanned.map { spacing($0, .scanner) }
  }

  /// Equal to a thousandth: the two are often written with different digits.
  private static func same(_ a: (Double, Double), _ b: (Double, Double)) -> Bool {
    abs(a.0 - b.0) <= 0.001 * a.0 && abs(a.1 - b.1) <= 0.001 * a.1
  }
}
