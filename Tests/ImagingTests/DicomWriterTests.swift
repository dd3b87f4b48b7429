/// Films that we write are read back unchanged, by us and by the standard's rules.

import Imaging
import Testing

@Suite("DICOM writer")
struct DicomWriterTests {
  var attributes: DXAttributes {
    var attributes = DXAttributes(
      studyInstanceUID: DicomUID.derived(from: 1), seriesInstanceUID: DicomUID.derived(from: 2),
      sopInstanceUID: DicomUID.derived(from: UInt128.max), patientName: "Phantom^One", patientID: "PHANTOM-1",
      studyDate: "20240102")
    attributes.sex = .male
    attributes.ageYears = 7
    attributes.windows = [Window(center: 2047.5, width: 3000)]
    attributes.padding = 4095
    return attributes
  }

  @Test("a film of each photometric and depth comes back as it was", arguments: [12, 14, 16])
  func roundTrip(bits: Int) throws {
    for photometric in [PhotometricInterpretation.monochrome1, .monochrome2] {
      var noise = Noise("writer")
      let values = (0..<35).map { _ in Int32.random(in: 0..<1 << bits, using: &noise) }
      let frame = StoredFrame(rows: 5, columns: 7, bitsStored: bits, photometric: photometric, values: values)
      let film = try Film.open(bytes: DicomWriter.write(frame: frame, attributes: attributes))
      #expect(film.frame == frame)
      let facts = film.metadata
      #expect(facts.sopInstanceUID == "2.25.340282366920938463463374607431768211455")
      #expect(facts.sopClassUID == "1.2.840.10008.5.1.4.1.1.1.1" && facts.modality == "DX")
      #expect(
        facts.sex == .male && facts.ageYears == 7 && facts.studyDate == "20240102"
          && facts.viewPosition == "PA")
      #expect(facts.spacing?.rowMM == 0.143 && facts.burnedInAnnotation == false)
      #expect(!facts.polarityIsContradictory(film.frame.photometric))
      #expect(film.image.presentation.windows == [Window(center: 2047.5, width: 3000)])
    }
  }

  @Test("the same film and attributes give the same bytes") func deterministic() throws {
    let frame = StoredFrame(
      rows: 2, columns: 2, bitsStored: 12, photometric: .monochrome2, values: [0, 1, 2, 4095])
    let first = try DicomWriter.write(frame: frame, attributes: attributes)
    #expect(try DicomWriter.write(frame: frame, attributes: attributes) == first)
    #expect(first[128..<132] == [0x44, 0x49, 0x43, 0x4D] && first[..<128].allSatisfy { $0 == 0 })
  }
}
