/// Everything that can go wrong between a file and its pixels, as facts without words and without patient text.

/// The kinds of file that Hilum reads, told apart by their first bytes, never by their names.
package enum FileFormat: String, Codable, Sendable {
  case png = "PNG"
  case jpeg = "JPEG"
  case dicom = "DICOM"
  case tiff = "TIFF"
  /// PGM and PPM.
  case pnm = "PNM"
}

/// What a file turned out to be when it is none of the formats that Hilum reads.
package enum ForeignContent: Equatable, Codable, Sendable {
  case empty
  case webPage
  case gitLFSPointer
  case gif
  case jpeg2000
  case pdf
  case zip
  case unknown
}

/// A film could not be read or written. `ImagingError+Sentence.swift` says it in words.
package enum ImagingError: Error, Equatable, Codable, Sendable {
  /// The system refused to open or read the file, in its own words.
  case unreadable(String)
  /// A directory, a device, a pipe or a socket.
  case notARegularFile
  case fileTooLarge(bytes: Int, limit: Int)
  case unrecognised(ForeignContent)
  case tooManyPixels(columns: Int, rows: Int, limit: Int)
  /// The bytes break the rules of their format; `reason` comes from the decoder and quotes no text of the file.
  case damaged(FileFormat, reason: String)
  /// The bytes are sound, but this version does not read such a file.
  case unsupported(FileFormat, feature: String)
  /// A DICOM transfer syntax whose pixels are compressed.
  case compressed(uid: String, name: String)
  case unknownTransferSyntax(uid: String)
  /// A sound DICOM file that holds no picture, such as a report or a plan.
  case noImage(sopClass: String?)
  case attribute(DicomTag, AttributeFault)
  /// A frame, counted from 1, that the file does not hold.
  case noSuchFrame(Int, of: Int)
  case pixelDataTooShort(bytes: Int, expected: Int)
  /// Text stands in the pixels, or the header says so, and the film may not leave with it.
  case burnedInText(places: Int)
  case outOfMemory
  /// The decoder gave no answer, in a process of its own.
  case notDecoded(FileFormat, WorkerFault)
  /// The system refused to create, write or rename the file, in its own words.
  case unwritable(String)
}

/// What is wrong with one DICOM attribute.
package enum AttributeFault: Equatable, Codable, Sendable {
  case missing
  /// Present with a value representation that the standard does not allow there.
  case wrongType
  case outOfRange(Int)
  /// A decimal that is not a finite, usable number.
  case notANumber
  case contradicts(DicomTag)
}
