/// Pictures by the kitty graphics protocol: a PNG in base64, in chunks, under an id that its pixels determine.

package struct KittyEncoder: Sendable {
  /// The protocol allows at most this many bytes of base64 in a chunk.
  static let chunkLimit = 4096

  /// Whether the commands go through tmux to the terminal around it.
  let tmux: Bool
  let cell: PixelSize

  /// `cell`: how many pixels a cell has; only asked for where cells stand for the picture (tmux).
  package init(tmux: Bool = false, cell: PixelSize = PixelSize(width: 8, height: 16)) {
    self.tmux = tmux
    self.cell = cell
  }

  /// The picture as escape codes that draw it at the cursor and leave the cursor there (`C=1`), without a reply (`q=2`).
  /// Under tmux the picture is sent and given a virtual place, and a rectangle of placeholders stands for it.
  package func encode(_ picture: Picture, isCancelled: () -> Bool = { false }) -> EncodedImage? {
    guard let png = PNGStream.bytes(of: picture, isCancelled: isCancelled) else { return nil }
    let id = Self.id(of: png)
    let payload = Base64.encode(png)
    if isCancelled() { return nil }
    let size = PixelSize(width: picture.width, height: picture.height)
    let eraser = Array("\u{1B}_Ga=d,d=I,i=\(id),q=2\u{1B}\\".utf8)
    guard tmux else {
      let strip = Self.commands("a=T,f=100,i=\(id),p=1,C=1,q=2", payload, wrap: { $0 })
      return EncodedImage(strips: [strip], size: size, eraser: eraser)
    }
    let place = KittyPlaceholder(id: id, size: size, cell: cell)
    let control = "a=T,U=1,f=100,i=\(id),c=\(place.columns),r=\(place.rows),q=2"
    var strips = place.lines
    if !strips.isEmpty { strips[0] = Self.commands(control, payload, wrap: Tmux.wrap) + strips[0] }
    return EncodedImage(strips: strips, size: size, eraser: Tmux.wrap(eraser))
  }

  /// 1...0xFFFFFF, from the CRC of the content: the same picture keeps its id, another one gets another.
  private static func id(of png: [UInt8]) -> UInt32 {
    max(1, PNGStream.crc32(png) & 0xFFFFFF)
  }

  /// One command in chunks; the first says everything, the others only that they follow.
  private static func commands(_ control: String, _ payload: [UInt8], wrap: ([UInt8]) -> [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(payload.count + payload.count / 200 + 64)
    for start in stride(from: 0, to: payload.count, by: chunkLimit) {
      let end = min(payload.count, start + chunkLimit)
      let more = end < payload.count ? 1 : 0
      let keys = start == 0 ? "\(control),m=\(more)" : "q=2,m=\(more)"
      bytes += wrap(Array("\u{1B}_G\(keys);".utf8) + payload[start..<end] + [0x1B, UInt8(ascii: "\\")])
    }
    return bytes
  }
}
