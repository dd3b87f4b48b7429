/// The sentences of `TrainError`: what is wrong, where, and what to try. One line each.

extension TrainError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let file, let reason):
      "Cannot read \(file): \(reason). Check the path and its permissions."
    case .unwritable(let file, let reason):
      "Cannot write \(file): \(reason). Check the folder, its permissions and its free space."
    case .syntax(let file, let line, let reason):
      "\(file), line \(line), is not TOML: \(reason). Correct the line."
    case .missingKey(let key):
      "The configuration lacks \(key). Add it; `hilum help train` lists the keys."
    case .unknownKeys(let keys):
      "The configuration has the unknown keys \(keys.joined(separator: ", ")). Check their spelling or remove them."
    case .value(let key, let found, let wanted):
      "The configuration says \(key) = \(found), but it has to be \(wanted)."
    case .column(let file, let name):
      "\(file) has no usable column \"\(name)\". A table begins with ImageID,StudyDate_DICOM,PatientID and the findings."
    case .row(let file, let line, let reason):
      "\(file), line \(line): \(reason). Correct the line."
    case .film(let file, let line, let reason):
      "The film of \(file), line \(line), cannot be read: \(reason) Repair the file or remove the line."
    case .tooFewFilms(let training, let validation, let batch):
      "\(training) films to learn from and \(validation) to validate with are too few for batches of \(batch). Add films or make the batch smaller."
    case .runExists(let folder):
      "\(folder) already holds a training. Go on with it by --resume, or choose another output folder."
    case .nothingToResume(let folder):
      "\(folder) holds no checkpoint to go on from. Start without --resume."
    case .otherRun(let folder, let key):
      "The checkpoint in \(folder) was made with another \(key). Restore the configuration or choose another output folder."
    }
  }
}
