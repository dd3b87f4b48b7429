/// Pictures by the kitty graphics protocol: a PNG in base64, in chunks, under an id that its pixels determine.

package struct KittyEncoder: Sendable {
  /// The protocol allows at most this many bytes of base64 in a chunk.
  static let chunkLimit = 4096

  package init() {}

  /// The picture as escape codes that draw it at the cursor and leave the cursor there (`C=1`), without a reply (`q=2`).
  package func encode(_ picture: Picture, isCancelled: () -> Bool = { false }) -> EncodedImage? {
    let hasColor = !picture.overlay.isEmpty
    let samples = Self.samples(of: picture, hasColor: hasColor)
    if isCancelled() { return nil }
    let png = PNGStream.bytes(
      width: picture.width, height: picture.height, channels: hasColor ? 3 : 1, samples: samples)
    let id = Self.id(of: png)
    if isCancelled() { return nil }
    return EncodedImage(
      strips: [Self.commands(id: id, payload: Base64.encode(png))],
      size: PixelSize(width: picture.width, height: picture.height),
      eraser: Array("\u{1B}_Ga=d,d=I,i=\(id),q=2\u{1B}\\".utf8))
  }

  private static func samples(of picture: Picture, hasColor: Bool) -> [UInt8] {
    if !hasColor { return picture.gray.map { UInt8($0 >> 8) } }
    var samples: [UInt8] = []
    samples.reserveCapacity(picture.gray.count * 3)
    for index in picture.gray.indices {
      let color = picture.rgb(index)
      samples.append(color.x)
      samples.append(color.y)
      samples.append(color.z)
    }
    return samples
  }

  /// 1...0xFFFFFF, from the CRC of the content: the same picture keeps its id, another one gets another.
  private static func id(of png: [UInt8]) -> UInt32 {
    max(1, PNGStream.crc32(png) & 0xFFFFFF)
  }

  private static func commands(id: UInt32, payload: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(payload.count + payload.count / 200 + 64)
    for start in stride(from: 0, to: payload.count, by: chunkLimit) {
      let end = min(payload.count, start + chunkLimit)
      let more = end < payload.count ? 1 : 0
      let keys = start == 0 ? "a=T,f=100,i=\(id),p=1,C=1,q=2,m=\(more)" : "q=2,m=\(more)"
      bytes += Array("\u{1B}_G\(keys);".utf8)
      bytes += payload[start..<end]
      bytes += [0x1B, UInt8(ascii: "\\")]
    }
    return bytes
  }
}
