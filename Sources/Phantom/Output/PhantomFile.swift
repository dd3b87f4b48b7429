/// A film as bytes: 16-bit PNG, or DICOM for presentation.

package import Imaging

/// How a film is stored.
package enum PhantomFile: Equatable, Sendable {
  /// 16-bit gray whose upper `bits` bits carry the picture.
  case png(bits: Int)
  /// Digital X-Ray, `bits` stored of 16; inverted for MONOCHROME1.
  case dicom(bits: Int, PhotometricInterpretation)

  package var pathExtension: String {
    switch self {
    case .png: "png"
    case .dicom: "dcm"
    }
  }

  /// The depth and polarity that film `number` of a series has: both polarities and 12 to 16 bits take turns.
  package static func dicom(number: Int) -> PhantomFile {
    .dicom(bits: [12, 14, 16][number % 3], number % 2 == 0 ? .monochrome2 : .monochrome1)
  }

  package func encoded(_ film: Radiograph, _ study: PhantomStudy) throws(ImagingError) -> [UInt8] {
    switch self {
    case .png(let bits):
      let gray = film.pixels(bits: bits).map { $0 << (16 - bits) }
      return try PNGImage(rows: film.rows, columns: film.columns, gray: gray).encoded()
    case .dicom(let bits, let photometric):
      let values = film.pixels(bits: bits, inverted: photometric == .monochrome1).map { Int32($0) }
      let frame = StoredFrame(
        rows: film.rows, columns: film.columns, bitsStored: bits, photometric: photometric, values: values)
      return try DicomWriter.write(frame: frame, attributes: study.attributes(film, bits: bits))
    }
  }
}

extension PhantomStudy {
  /// What the DICOM header says: a counter for a patient, and identifiers derived from it.
  fileprivate func attributes(_ film: Radiograph, bits: Int) -> DXAttributes {
    var random = Random(
      seed: (patientID + name + date).utf8.reduce(14_695_981_039_346_656_037) {
        ($0 ^ UInt64($1)) &* 1_099_511_628_211
      })
    func uid() -> String { DicomUID.derived(from: UInt128(random.next()) << 64 | UInt128(random.next())) }
    var attributes = DXAttributes(
      studyInstanceUID: uid(), seriesInstanceUID: uid(), sopInstanceUID: uid(), patientName: patientName,
      patientID: patientID, studyDate: date)
    attributes.sex = sex == .female ? .female : .male
    attributes.ageYears = age
    attributes.birthDate = birthDate
    attributes.seriesDescription = "Synthetic chest PA"
    attributes.pixelSpacingMM = (Double(film.spacing) * 10_000).rounded() / 10_000
    let width = Double(1 << bits)
    attributes.windows = [Window(center: width / 2, width: width)]
    return attributes
  }
}
