/// What `hilum inspect` says of one film, as one value that becomes JSON or lines.

import Imaging

/// Schema `hilum.inspect/1`. A key is absent where it does not apply.
struct Inspection: Encodable {
  struct Stored: Encodable {
    let min: Double
    let max: Double
    let sha256: String
  }
  struct Rescaled: Encodable {
    let min: Double
    let max: Double
    let mean: Double
    let sha256: String
  }
  struct Hash: Encodable { let sha256: String }

  let schema = "hilum.inspect/1"
  let format: String
  let transferSyntaxUID: String?
  let rows: Int
  let columns: Int
  let frames: Int
  let samplesPerPixel: Int
  let bitsStored: Int
  let photometricInterpretation: String
  let stored: Stored
  /// Gray DICOM only.
  let rescaled: Rescaled?
  /// Colour DICOM only.
  let rgb: Hash?
  /// Raster files only.
  let native: Hash?
  let grid8: [Double?]
  let metadata: AcquisitionMetadata
  let steps: [PixelStep]
  let qc: QualityReport
  let warnings: [String]

  /// - Parameters:
  ///   - bytes: the whole file that `film` was opened from.
  ///   - others: fingerprints of films that this one may repeat, by what their reader calls them.
  init(
    _ film: Film, bytes: [UInt8], limits: DecodeLimits, among others: [String: PerceptualHash] = [:]
  ) throws {
    let frame = film.frame
    let isGray = frame.photometric.isGray
    format = film.format.rawValue
    transferSyntaxUID = film.metadata.transferSyntaxUID
    (rows, columns, frames) = (frame.rows, frame.columns, film.metadata.frames)
    bitsStored = film.reals.map { $0.isDouble ? 64 : 32 } ?? frame.bitsStored
    photometricInterpretation = film.photometricInterpretation
    (metadata, steps, qc, warnings) = (film.metadata, film.steps, film.quality(among: others), film.warnings)
    if let reals = film.reals {
      let stored = CanonicalPixels(reals: reals, of: frame)
      self.stored = Stored(min: stored.minimum, max: stored.maximum, sha256: stored.sha256)
      samplesPerPixel = 1
      (rescaled, rgb, native) = (nil, nil, nil)
      grid8 = stored.grid8
    } else if film.format == .dicom {
      let stored = CanonicalPixels(stored: frame)
      self.stored = Stored(min: stored.minimum, max: stored.maximum, sha256: stored.sha256)
      samplesPerPixel = frame.samplesPerPixel
      native = nil
      let shown = isGray ? CanonicalPixels(rescaled: film) : CanonicalPixels(colours: film.rgb ?? frame)
      rescaled =
        isGray
        ? Rescaled(min: shown.minimum, max: shown.maximum, mean: shown.mean, sha256: shown.sha256) : nil
      rgb = isGray ? nil : Hash(sha256: shown.sha256)
      grid8 = shown.grid8
    } else {
      let samples =
        film.format == .png
        ? CanonicalPixels(native: try PNGImage(decoding: bytes, limits: limits))
        : CanonicalPixels(colours: frame)
      stored = Stored(
        min: samples.minimum, max: samples.maximum, sha256: CanonicalPixels(stored: frame).sha256)
      samplesPerPixel = samples.samplesPerPixel
      (rescaled, rgb) = (nil, nil)
      native = Hash(sha256: samples.sha256)
      grid8 = samples.grid8
    }
  }
}
