/// Headers from the first bytes of files: the pixels are never read, and nothing is parsed by a library.

extension FilmHeader {
  /// The header of the regular file at `path`. Few headers need more than the first bytes; those that do are read again.
  package static func read(_ path: String) -> Result<FilmHeader, ImagingError> {
    do throws(ImagingError) {
      let file = try ImageFile.Opened(path)
      for bytes in [16 << 10, 256 << 10] {
        if let header = try FilmHeader(start: file.start(upTo: bytes), isWhole: file.size <= bytes) {
          return .success(header)
        }
      }
      let header = try FilmHeader(start: file.start(upTo: mostBytes), isWhole: true)
      return header.map { .success($0) } ?? .failure(.damaged(.dicom, reason: "it holds no attributes"))
    } catch {
      return .failure(error)
    }
  }

  /// A header that goes on beyond this is read as far as it came.
  private static let mostBytes = 4 << 20

  /// nil where the first bytes do not reach to the end of the header.
  init?(start: [UInt8], isWhole: Bool) throws(ImagingError) {
    let format = try FileFormat.recognise(start).get()
    self.init(format: format)
    guard format == .dicom else { return }
    // A data set that is written in an unusual way is left to those who open it.
    guard let data = DataItem(file: start, upTo: Self.last) else { return }
    guard isWhole || !data.isCut else { return nil }
    take(data)
  }

  /// What is wanted stands before the end of group 0028's sizes.
  private static let last: UInt32 = 0x0028_0011

  private mutating func take(_ data: DataItem) {
    sopClassUID = data.string(.sopClassUID).flatMap(HeaderText.uid)
    sopInstanceUID = data.string(.sopInstanceUID).flatMap(HeaderText.uid)
    studyInstanceUID = data.string(.studyInstanceUID).flatMap(HeaderText.uid)
    seriesInstanceUID = data.string(.seriesInstanceUID).flatMap(HeaderText.uid)
    studyDate = data.string(.studyDate).flatMap(HeaderText.date)
    studyTime = data.string(.studyTime).flatMap(Self.time)
    modality = data.string(.modality).flatMap(HeaderText.code)
    bodyPart = data.string(.bodyPart).flatMap(HeaderText.code)
    viewPosition = data.string(.viewPosition).flatMap(HeaderText.code)
    sex = data.string(.patientSex).flatMap { PatientSex(rawValue: $0) }
    ageYears =
      data.string(.patientAge).flatMap(HeaderText.years)
      ?? HeaderText.years(from: data.string(.patientBirthDate), to: studyDate)
    seriesNumber = data.string(.seriesNumber).flatMap { Int($0) }
    instanceNumber = data.string(.instanceNumber).flatMap { Int($0) }
    rows = data.word(.rows).map(Int.init)
    columns = data.word(.columns).map(Int.init)
    frames = data.string(.numberOfFrames).flatMap { Int($0) } ?? 1
    content = Self.content(sopClassUID, hasRows: rows != nil)
    patient = Self.patient(data)
  }

  private static func content(_ sopClass: String?, hasRows: Bool) -> Content {
    if sopClass == SoftcopyPresentation.sopClass { return .presentation }
    return hasRows ? .image : .other
  }

  private static func patient(_ data: DataItem) -> PatientKey? {
    guard let id = data.string(.patientID), let birth = data.string(.patientBirthDate) else { return nil }
    return PatientKey(id: id, issuer: data.string(.issuerOfPatientID) ?? "", birthDate: birth)
  }

  /// `HHMMSS`, without what follows; hours alone count from their beginning (PS3.5 6.2, TM).
  private static func time(_ text: String) -> String? {
    let digits = text.prefix(6).prefix { $0.isASCII && $0.isNumber }
    return digits.count >= 2 ? digits + String(repeating: "0", count: 6 - digits.count) : nil
  }
}
