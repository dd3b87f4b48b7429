/// The table of labels that training reads: one row per film, one column per class, in the contract's order.

package enum TrainingTable {
  /// `ImageID,StudyDate_DICOM,PatientID` and the thirty classes.
  package static let header =
    (["ImageID", "StudyDate_DICOM", "PatientID"] + Label.allCases.map(\.rawValue)).joined(separator: ",")

  package static func row(file: String, _ study: PhantomStudy, labels: [Int]) -> String {
    ([file, study.date, study.patientID] + labels.map(String.init)).joined(separator: ",")
  }
}
