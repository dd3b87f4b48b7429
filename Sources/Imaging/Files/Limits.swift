/// How large a file or a picture may be before it is refused, decided from sizes and headers before any allocation.

/// Bounds on what the readers accept. The largest radiographs in use have about 15 million pixels.
package struct Limits: Equatable, Sendable {
  /// Pixels of one frame.
  package var pixels: Int
  /// Bytes of one file.
  package var fileBytes: Int
  /// Scans of a progressive JPEG: each costs a pass over the whole picture.
  package var jpegScans: Int

  package init(
    pixels: Int = 64_000_000, fileBytes: Int = 512 << 20, jpegScans: Int = 64
  ) {
    self.pixels = pixels
    self.fileBytes = fileBytes
    self.jpegScans = jpegScans
  }

  package static let standard = Limits()
}
