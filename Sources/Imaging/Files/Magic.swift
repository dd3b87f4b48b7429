/// Recognises a file by its first bytes; extensions are never asked.

extension FileFormat {
  /// The format of `bytes`, or what they are instead. DICOM comes first: its preamble may hold any other signature.
  package static func recognise(_ bytes: [UInt8]) -> Result<FileFormat, ImagingError> {
    if bytes.isEmpty { return .failure(.unrecognised(.empty)) }
    if bytes.dropFirst(128).starts(with: "DICM".utf8) { return .success(.dicom) }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .success(.png) }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .success(.jpeg) }
    if bytes.starts(with: "II*\0".utf8) || bytes.starts(with: "MM\0*".utf8) { return .success(.tiff) }
    if bytes.count > 2, bytes[0] == 0x50, [0x32, 0x33, 0x35, 0x36].contains(bytes[1]), bytes[2] <= 0x23 {
      return .success(.pnm)
    }
    if let foreign = foreignContent(bytes) { return .failure(.unrecognised(foreign)) }
    return startsLikeDataSet(bytes) ? .success(.dicom) : .failure(.unrecognised(.unknown))
  }

  private static func foreignContent(_ bytes: [UInt8]) -> ForeignContent? {
    let signatures: [(String, ForeignContent)] = [
      ("GIF8", .gif), ("%PDF", .pdf), ("PK\u{3}\u{4}", .zip),
      ("version https://git-lfs", .gitLFSPointer), ("\0\0\0\u{c}jP  ", .jpeg2000),
    ]
    for (signature, content) in signatures where bytes.starts(with: signature.utf8) { return content }
    let opening = bytes.prefix(256).filter { $0 > 0x20 }
      .map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    let markup = ["<!doctype", "<html", "<head", "<?xml"]
    return markup.contains { opening.starts(with: $0.utf8) } ? .webPage : nil
  }

  /// A Part 10 file without preamble opens with group 0002; a bare data set with group 0008, in either byte order.
  private static func startsLikeDataSet(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 8 else { return false }
    if bytes.starts(with: "DICM".utf8) { return true }
    let group = UInt16(bytes[0]) | UInt16(bytes[1]) << 8
    let element = UInt16(bytes[2]) | UInt16(bytes[3]) << 8
    return [0x0002, 0x0008, 0x0800].contains(group) && (element < 0x0100 || element & 0xFF == 0)
  }
}
