/// What is known of how a film was taken: typed, optional, and without any name or number of the patient.

internal import Foundation

package enum PatientSex: String, Equatable, Codable, Sendable {
  case male = "M"
  case female = "F"
  case other = "O"
}

/// Facts of acquisition. Raster files have few; a field is nil where the file does not say or says nonsense.
package struct AcquisitionMetadata: Equatable, Codable, Sendable {
  package var sopClassUID: String?
  package var sopInstanceUID: String?
  package var studyInstanceUID: String?
  package var seriesInstanceUID: String?
  package var transferSyntaxUID: String?
  /// `YYYYMMDD`.
  package var studyDate: String?
  package var modality: String?
  /// Image Type (0008,0008), its values.
  package var imageType: [String] = []
  /// Conversion Type (0008,0064): how a secondary capture was made.
  package var conversionType: String?
  /// Presentation Intent Type (0008,0068).
  package var presentationIntent: String?
  package var bodyPart: String?
  package var manufacturer: String?
  package var modelName: String?
  package var viewPosition: String?
  /// The projection by View Position, else by View Code Sequence.
  package var projection: Projection?
  /// `L`, `R`, `U` or `B`.
  package var laterality: String?
  /// Directions of the pixels as the file stores them. How they lie after opening is told by the pixels themselves.
  package var orientation: PatientOrientation?
  package var portable: PortableHint?
  package var posture: Posture?
  package var sex: PatientSex?
  package var ageYears: Double?
  /// Between the pixels as they lie after opening.
  package var spacing: PixelSpacing?
  package var exposure = ExposureFacts()
  package var frames = 1
  package var presentationLUTShape: String?
  package var burnedInAnnotation: Bool?
  /// Recognizable Visual Features (0028,0302).
  package var recognizableFeatures: Bool?
  /// 2...8 where a JPEG asks to be turned or mirrored.
  package var exifOrientation: Int?
  /// Statements of the header that contradict each other.
  package var contradictions: [Contradiction] = []

  package init() {}

  /// The file's PresentationLUTShape disagrees with its photometric interpretation, which is then believed.
  package func polarityIsContradictory(_ photometric: PhotometricInterpretation) -> Bool {
    switch (photometric, presentationLUTShape) {
    case (.monochrome1, "IDENTITY"), (.monochrome2, "INVERSE"): true
    default: false
    }
  }
}

/// How the beam went through the patient (View Position (0018,5101), CID 4010).
package enum Projection: String, Equatable, Codable, Sendable {
  case posteroAnterior = "PA"
  case anteroPosterior = "AP"
  case leftLateral = "LL"
  case rightLateral = "RL"
  case lateral = "LAT"
  case oblique = "OBL"

  package var isFrontal: Bool { self == .posteroAnterior || self == .anteroPosterior }
  package var isLateral: Bool { self == .leftLateral || self == .rightLateral || self == .lateral }
}

/// That a film was taken at the bedside, and which attribute says so.
package struct PortableHint: Equatable, Codable, Sendable {
  /// The keyword of the attribute, for example `StudyDescription`.
  package let source: String
  /// The word that was found there, from the list of `AcquisitionWords`.
  package let word: String
}

package enum Posture: String, Equatable, Codable, Sendable {
  case erect, supine, sitting, decubitus
}

/// What the generator and the detector say of the dose.
package struct ExposureFacts: Equatable, Codable, Sendable {
  /// Exposure Index (0018,1411), IEC 62494-1.
  package var index: Double?
  package var targetIndex: Double?
  /// Deviation Index (0018,1413): 10 lg (index / target); 0 is as intended, 3 is twice the dose.
  package var deviationIndex: Double?
  package var peakKilovoltage: Double?

  package init() {}

  /// The deviation index, computed where the file gives only the two indices that it follows from.
  package var deviation: Double? {
    if let deviationIndex { return deviationIndex }
    guard let index, let targetIndex, index > 0, targetIndex > 0 else { return nil }
    return 10 * log10(index / targetIndex)
  }
}

/// Two statements of one header that cannot both be true.
package enum Contradiction: String, Equatable, Codable, Sendable {
  /// Patient's Age differs by over a year from the time between birth and study.
  case age
  /// View Position names a frontal film, the orientation a lateral one, or the other way round.
  case viewAndOrientation
  /// Laterality or Image Laterality names one side on a film of the whole chest, or the two disagree.
  case laterality
  /// The letters of Patient Orientation name one axis twice, or are none.
  case orientation
}
