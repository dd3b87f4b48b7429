/// How large a file or a picture may be before it is refused, decided from sizes and headers before any allocation.

/// Bounds on what the readers accept. The largest radiographs in use have about 15 million pixels.
package struct DecodeLimits: Equatable, Codable, Sendable {
  /// Pixels of one frame.
  package var pixels = 64_000_000
  /// Bytes of one file.
  package var fileBytes = 512 << 20
  /// Scans of a progressive JPEG: each costs a pass over the whole picture.
  package var jpegScans = 64
  /// Tiles of a JPEG 2000 codestream.
  package var jpeg2000Tiles = 4096
  /// Sequences inside sequences.
  package var nesting = 64
  /// Bytes of one text element; a longer one counts as absent.
  package var textBytes = 64 << 10
  /// A deflated data set may grow to this many bytes, or to `inflationRatio` times its size where that is more.
  package var inflatedBytes = 64 << 20
  package var inflationRatio = 100
  /// Files up to `smallFileBytes` are decoded within `smallFileSeconds`, any other within `seconds`.
  package var smallFileBytes = 1 << 20
  package var smallFileSeconds = 2
  package var seconds = 10

  package init(pixels: Int = 64_000_000, fileBytes: Int = 512 << 20, jpegScans: Int = 64) {
    self.pixels = pixels
    self.fileBytes = fileBytes
    self.jpegScans = jpegScans
  }

  package static let standard = DecodeLimits()
}
