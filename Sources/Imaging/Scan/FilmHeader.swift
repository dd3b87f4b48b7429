/// What the header of a film says of its patient, study and series: enough to group films without decoding any.

/// Who a film belongs to. Two films belong to one patient when ID, issuer and birth date all agree, and never by the ID
/// alone: hospitals give the same numbers to different people. It is never printed.
package struct PatientKey: Hashable, Codable, Sendable, CustomStringConvertible, CustomDebugStringConvertible
{
  /// Patient ID (0010,0020).
  package let id: String
  /// Issuer of Patient ID (0010,0021), "" where the file does not say.
  package let issuer: String
  /// `YYYYMMDD`.
  package let birthDate: String

  package init(id: String, issuer: String, birthDate: String) {
    self.id = id
    self.issuer = issuer
    self.birthDate = birthDate
  }

  package var description: String { "a patient" }
  package var debugDescription: String { description }
}

package struct FilmHeader: Equatable, Codable, Sendable {
  /// What a file holds.
  package enum Content: String, Codable, Sendable {
    case image
    /// Ways to show an image (PS3.3 A.33.1), no image.
    case presentation
    /// A report, a plan, a directory: sound, and nothing to look at.
    case other
  }

  package let format: FileFormat
  package var content = Content.image
  /// nil where the ID or the birth date is missing: such a film has no priors.
  package var patient: PatientKey?
  package var sopClassUID: String?
  package var sopInstanceUID: String?
  package var studyInstanceUID: String?
  package var seriesInstanceUID: String?
  /// `YYYYMMDD`.
  package var studyDate: String?
  /// `HHMMSS`, cut to seconds.
  package var studyTime: String?
  package var modality: String?
  package var bodyPart: String?
  package var viewPosition: String?
  package var sex: PatientSex?
  package var ageYears: Double?
  package var seriesNumber: Int?
  package var instanceNumber: Int?
  package var rows: Int?
  package var columns: Int?
  package var frames = 1

  package init(format: FileFormat) { self.format = format }
}
