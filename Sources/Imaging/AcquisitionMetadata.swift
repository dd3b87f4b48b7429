/// What is known of how a film was taken: typed, optional, and without any name or number of the patient.

/// How the film lies on the detector: which way columns and rows run (PS3.3 C.7.6.1.1.1).
package struct PatientOrientation: Equatable, Sendable {
  /// Direction of increasing columns, for example `L`.
  package let alongRow: String
  /// Direction of increasing rows, for example `F`.
  package let downColumn: String

  package init(alongRow: String, downColumn: String) {
    self.alongRow = alongRow
    self.downColumn = downColumn
  }
}

package enum PatientSex: String, Equatable, Sendable {
  case male = "M"
  case female = "F"
  case other = "O"
}

/// Millimetres between the centres of neighbouring pixels.
package struct PixelSpacing: Equatable, Sendable {
  package let rowMM: Double
  package let columnMM: Double
  /// True where the spacing was measured at the detector, so that anatomy is magnified (PS3.3 10.7.1.3).
  package let isAtDetector: Bool

  package init(rowMM: Double, columnMM: Double, isAtDetector: Bool) {
    self.rowMM = rowMM
    self.columnMM = columnMM
    self.isAtDetector = isAtDetector
  }
}

/// Facts of acquisition. Raster files have few; a field is nil where the file does not say or says nonsense.
package struct AcquisitionMetadata: Equatable, Sendable {
  package var sopClassUID: String?
  package var sopInstanceUID: String?
  package var studyInstanceUID: String?
  package var seriesInstanceUID: String?
  package var transferSyntaxUID: String?
  /// `YYYYMMDD`.
  package var studyDate: String?
  package var modality: String?
  package var bodyPart: String?
  package var manufacturer: String?
  package var modelName: String?
  package var viewPosition: String?
  /// `L`, `R`, `U` or `B`.
  package var laterality: String?
  package var orientation: PatientOrientation?
  package var sex: PatientSex?
  package var ageYears: Double?
  package var spacing: PixelSpacing?
  package var frames = 1
  package var presentationLUTShape: String?
  package var burnedInAnnotation: Bool?
  /// 2...8 where a JPEG asks to be turned or mirrored. Its pixels are kept as they are stored.
  package var exifOrientation: Int?

  package init() {}

  /// The file's PresentationLUTShape disagrees with its photometric interpretation, which is then believed.
  package func polarityIsContradictory(_ photometric: PhotometricInterpretation) -> Bool {
    switch (photometric, presentationLUTShape) {
    case (.monochrome1, "IDENTITY"), (.monochrome2, "INVERSE"): true
    default: false
    }
  }
}
