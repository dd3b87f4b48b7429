/// Every refusal reads as one line that says what happened and what to try.

import Imaging
import Testing

@Suite("Sentences")
struct SentenceTests {
  static let rows = DicomTag(0x0028, 0x0010, "Rows")
  static let sentences: [(ImagingError, String)] = [
    (
      .unreadable("permission denied"),
      "The file cannot be read: permission denied. Check its path and permissions."
    ),
    (.notARegularFile, "This is not a regular file. Give the path of a PNG, JPEG or DICOM file."),
    (
      .tooManyPixels(columns: 100_000, rows: 3, limit: 64),
      "The header announces 100000 x 3 pixels, more than the limit of 64. Export a smaller copy."
    ),
    (
      .damaged(.png, reason: "IDAT: CRC error"),
      "The PNG data are damaged: IDAT: CRC error. Fetch the file again from its source."
    ),
    (
      .compressed(uid: "1.2.840.10008.1.2.4.90", name: "JPEG 2000 (Lossless only)"),
      "JPEG 2000 (Lossless only) (1.2.840.10008.1.2.4.90) is not read by this version. "
        + "Convert the file to an uncompressed transfer syntax."
    ),
    (
      .unknownTransferSyntax(uid: "1.2.3"),
      "The transfer syntax 1.2.3 is unknown. Convert the file to explicit little endian."
    ),
    (
      .noImage(sopClass: "EnhancedSRStorage"),
      "This DICOM file holds no image (EnhancedSRStorage). Choose an image of the same study."
    ),
    (
      .attribute(rows, .wrongType),
      "Rows (0028,0010) has the wrong value representation. Ask the sender to export the film again."
    ),
    (.attribute(rows, .missing), "Rows (0028,0010) is missing. Ask the sender to export the film again."),
    (
      .pixelDataTooShort(bytes: 200, expected: 512),
      "The pixel data hold 200 bytes where the header calls for 512. Fetch the file again from its source."
    ),
    (
      .unrecognised(.gitLFSPointer),
      "This is a Git LFS pointer, not the image itself. Run `git lfs pull` to fetch it."
    ),
    (
      .unwritable("no space left on device"),
      "The file cannot be written: no space left on device. Check the folder and the free space."
    ),
  ]

  @Test("each fact has its sentence", arguments: sentences)
  func sentence(error: ImagingError, expected: String) {
    #expect(error.description == expected)
    #expect(!error.description.contains("\n"))
  }
}
