/// Writes PNG files byte by byte, so that the reader meets colour types, interlacing and damage that our writer never makes.

/// A PNG under construction: header fields and extra chunks as the test wants them, pixel data as scanlines.
struct PNGBuilder {
  var columns: UInt32 = 0
  var rows: UInt32 = 0
  var depth: UInt8 = 8
  var colorType: UInt8 = 0
  var interlace: UInt8 = 0
  /// Chunks between IHDR and IDAT.
  var chunks: [(name: String, data: [UInt8])] = []
  /// Scanlines with their leading filter byte, pass by pass.
  var scanlines: [[UInt8]] = []

  func build() -> [UInt8] {
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    file += chunk("IHDR", big(columns) + big(rows) + [depth, colorType, 0, 0, interlace])
    for extra in chunks { file += chunk(extra.name, extra.data) }
    return file + chunk("IDAT", zlib(scanlines.flatMap { $0 })) + chunk("IEND", [])
  }

  func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + data
    return big(UInt32(data.count)) + body + big(crc32(body))
  }

  private func big(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 0xFF) } }

  /// One stored (uncompressed) deflate block.
  private func zlib(_ data: [UInt8]) -> [UInt8] {
    precondition(data.count < 65536)
    let low = UInt8(data.count & 0xFF), high = UInt8(data.count >> 8)
    var a: UInt32 = 1, b: UInt32 = 0
    for byte in data {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    return [0x78, 0x01, 0x01, low, high, ~low, ~high] + data + big(b << 16 | a)
  }
}

/// The CRC-32 of PNG and ZIP.
func crc32(_ bytes: [UInt8]) -> UInt32 {
  var table = [UInt32](0..<256)
  for n in table.indices {
    for _ in 0..<8 { table[n] = (table[n] & 1) * 0xEDB8_8320 ^ (table[n] >> 1) }
  }
  var crc = UInt32.max
  for byte in bytes { crc = table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8) }
  return ~crc
}
