/// Bands of a picture as bytes, many at a time, on as many threads as there are.

import Dispatch
import Synchronization

struct SixelPress {
  private let picture: Picture
  private let palette: SixelPalette
  private let quantizer: SixelQuantizer
  private let runs: [SixelRun]

  init(picture: Picture, palette: SixelPalette) {
    (self.picture, self.palette) = (picture, palette)
    quantizer = SixelQuantizer(palette: palette)
    runs = SixelRun.table(width: picture.width)
  }

  /// Bands that a thread takes at a time, and the most threads.
  private static let (share, threads) = (10, 8)

  /// The bytes of some bands, a few bands each. Which thread makes them changes nothing in them.
  func parts(of bands: Range<Int>) -> [[UInt8]] {
    let count = (bands.count + Self.share - 1) / Self.share
    let parts = Mutex([[UInt8]](repeating: [], count: count))
    let taken = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(Self.threads, count)) { _ in
      var band: SixelBand?
      while true {
        let part = taken.wrappingAdd(1, ordering: .relaxed).oldValue
        guard part < count else { return }
        let first = bands.lowerBound + part * Self.share
        let bytes = bytes(of: first..<min(bands.upperBound, first + Self.share), &band)
        parts.withLock { $0[part] = bytes }
      }
    }
    return parts.withLock { $0 }
  }

  /// `band` is made for the first bands of a thread and used again for its others.
  private func bytes(of bands: Range<Int>, _ band: inout SixelBand?) -> [UInt8] {
    var work = band.take() ?? SixelBand(width: picture.width, registers: palette.count)
    defer { band = work }
    return [UInt8](unsafeUninitializedCapacity: bands.count * work.capacity) { bytes, length in
      runs.withUnsafeBufferPointer { runs in
        var writer = SixelWriter(bytes: bytes, runs: runs)
        for top in bands.lazy.map({ 6 * $0 }) {
          work.collect(rows: min(6, picture.height - top)) { quantizer.fill($1, row: top + $0, of: picture) }
          work.write(to: &writer)
        }
        length = writer.length
      }
    }
  }
}
