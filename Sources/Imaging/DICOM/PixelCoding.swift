/// Which decoder a transfer syntax calls for, and the names of those that have none.

/// How the frames of a DICOM file are coded (PS3.5 8.2 and Annex A).
enum PixelCoding: Equatable, Sendable {
  case native
  case jpeg
  case jpegLS
  case rle
  case jpeg2000
  /// Native samples inside fragments (PS3.5 A.4.11).
  case encapsulated
}

extension DicomDataSet.TransferSyntax {
  /// The coding of this transfer syntax. Throws, naming the UID, for one that is not read.
  func coding() throws(ImagingError) -> PixelCoding {
    if let coding = Self.codings[uid] { return coding }
    if let name = Self.refused[uid] { throw .compressed(uid: uid, name: name) }
    guard isKnown else { throw .unknownTransferSyntax(uid: uid) }
    throw .compressed(uid: uid, name: name)
  }

  private static let codings: [String: PixelCoding] = [
    "1.2.840.10008.1.2": .native,
    "1.2.840.10008.1.2.1": .native,
    "1.2.840.10008.1.2.1.99": .native,
    "1.2.840.10008.1.2.2": .native,
    "1.2.840.10008.1.2.1.98": .encapsulated,
    "1.2.840.10008.1.2.4.50": .jpeg,
    "1.2.840.10008.1.2.4.51": .jpeg,
    "1.2.840.10008.1.2.4.53": .jpeg,
    "1.2.840.10008.1.2.4.55": .jpeg,
    "1.2.840.10008.1.2.4.57": .jpeg,
    "1.2.840.10008.1.2.4.70": .jpeg,
    "1.2.840.10008.1.2.4.80": .jpegLS,
    "1.2.840.10008.1.2.4.81": .jpegLS,
    "1.2.840.10008.1.2.4.90": .jpeg2000,
    "1.2.840.10008.1.2.4.91": .jpeg2000,
    "1.2.840.10008.1.2.5": .rle,
  ]

  /// Transfer syntaxes that are younger than the tables of the DICOM library (PS3.6 A).
  private static let refused = [
    "1.2.840.10008.1.2.4.110": "JPEG XL Lossless",
    "1.2.840.10008.1.2.4.111": "JPEG XL JPEG Recompression",
    "1.2.840.10008.1.2.4.112": "JPEG XL",
    "1.2.840.10008.1.2.4.201": "High-Throughput JPEG 2000 (Lossless Only)",
    "1.2.840.10008.1.2.4.202": "High-Throughput JPEG 2000 with RPCL Options (Lossless Only)",
    "1.2.840.10008.1.2.4.203": "High-Throughput JPEG 2000",
    "1.2.840.10008.1.2.4.204": "JPIP HTJ2K Referenced",
    "1.2.840.10008.1.2.4.205": "JPIP HTJ2K Referenced Deflate",
  ]
}
