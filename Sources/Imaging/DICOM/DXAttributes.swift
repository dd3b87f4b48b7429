/// What a written DX film says of itself. The caller invents the patient: nothing real may come here.

package struct DXAttributes: Equatable, Sendable {
  package var studyInstanceUID: String
  package var seriesInstanceUID: String
  package var sopInstanceUID: String
  /// `Family^Given`.
  package var patientName: String
  package var patientID: String
  /// `YYYYMMDD`.
  package var studyDate: String
  /// `HHMMSS`.
  package var studyTime = "120000"
  package var birthDate: String?
  package var sex: PatientSex?
  package var ageYears: Int?
  package var accessionNumber = ""
  package var studyID = ""
  package var seriesDescription = ""
  package var instanceNumber = 1
  package var manufacturer = "Hilum"
  package var modelName = "Phantom"
  package var bodyPart = "CHEST"
  package var view = View.posteroAnterior
  package var orientation = PatientOrientation(alongRow: "L", downColumn: "F")
  /// Between pixel centres at the detector.
  package var pixelSpacingMM = 0.143
  /// In stored values: DX films carry the identity rescale (PS3.3 C.8.11.3).
  package var windows: [Window] = []
  package var windowFunction = WindowFunction.linear
  package var padding: UInt16?

  /// Projections with their View Position and their code in CID 4010.
  package enum View: String, CaseIterable, Sendable {
    case posteroAnterior = "PA"
    case anteroPosterior = "AP"
    case leftLateral = "LL"

    var code: (value: String, meaning: String) {
      switch self {
      case .posteroAnterior: ("R-10214", "postero-anterior")
      case .anteroPosterior: ("R-10206", "antero-posterior")
      case .leftLateral: ("R-10236", "left lateral")
      }
    }
  }

  package init(
    studyInstanceUID: String, seriesInstanceUID: String, sopInstanceUID: String, patientName: String,
    patientID: String, studyDate: String
  ) {
    self.studyInstanceUID = studyInstanceUID
    self.seriesInstanceUID = seriesInstanceUID
    self.sopInstanceUID = sopInstanceUID
    self.patientName = patientName
    self.patientID = patientID
    self.studyDate = studyDate
  }
}

package enum DicomUID {
  /// A UID derived from 128 bits (PS3.5 B.2): the same bits give the same UID.
  package static func derived(from bits: UInt128) -> String { "2.25.\(bits)" }
}
