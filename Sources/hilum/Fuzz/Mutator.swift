/// Damages files in the ways that have hurt parsers: sizes that wrap, lengths beyond the end, pieces missing or twice.

import Imaging
import Neural

/// The same seed file, number and run give the same mutant.
package struct Mutator {
  private var random: SplitMix64
  private var bytes: [UInt8]
  private let format: FileFormat?

  private static let numbers: [UInt64] = [
    0, 1, 2, 7, 8, 16, 31, 32, 33, 63, 64, 127, 128, 255, 256, 4095, 4096, 32767, 32768, 65534,
    65535, 65536,
    0xFFFFFF, 0x7FFF_FFFE, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF,
  ]

  package init(_ bytes: [UInt8], seed: UInt64) {
    self.bytes = bytes
    random = SplitMix64(seed: seed)
    format = try? FileFormat.recognise(bytes).get()
  }

  /// One to six changes; where the format has checksums, half of the mutants get right ones.
  /// - Parameter other: a file whose pieces may be spliced in.
  package static func mutant(of bytes: [UInt8], with other: [UInt8], seed: UInt64) -> [UInt8] {
    var mutator = Mutator(bytes, seed: seed)
    for _ in 0...mutator.below(6) { mutator.change(with: other) }
    if mutator.format == .png, mutator.below(2) == 0 { PNGChecksums.mend(&mutator.bytes) }
    return mutator.bytes
  }

  private mutating func below(_ count: Int) -> Int { Int(random.next() % UInt64(max(count, 1))) }

  /// Half of the changes fall into the first 2 KB, where headers are.
  private mutating func place() -> Int {
    below(below(2) == 0 ? min(bytes.count, 2048) : bytes.count)
  }

  private mutating func span(_ longest: Int) -> Range<Int> {
    let start = place()
    return start..<min(bytes.count, start + 1 + below(longest))
  }

  private mutating func change(with other: [UInt8]) {
    guard !bytes.isEmpty else { return }
    switch below(10) {
    case 0, 1: bytes[place()] ^= 1 << UInt8(below(8))
    case 2: bytes[place()] = UInt8(truncatingIfNeeded: random.next())
    case 3, 4: overwrite(Self.numbers[below(Self.numbers.count)])
    case 5: bytes.removeSubrange(span(64))
    case 6:
      let piece = Array(bytes[span(256)])
      bytes.insert(contentsOf: piece, at: place())
    case 7:
      bytes.insert(
        contentsOf: (0...below(16)).map { UInt8(truncatingIfNeeded: $0 &* 37) }, at: place())
    case 8: bytes.removeLast(below(bytes.count))
    default: splice(other)
    }
  }

  /// A number of 1, 2, 4 or 8 bytes in either byte order.
  private mutating func overwrite(_ number: UInt64) {
    let width = 1 << below(4)
    let start = place()
    let isBig = below(2) == 0
    for i in 0..<width where start + i < bytes.count {
      bytes[start + i] = UInt8(
        truncatingIfNeeded: number >> UInt64(8 * (isBig ? width - 1 - i : i)))
    }
  }

  private mutating func splice(_ other: [UInt8]) {
    guard !other.isEmpty else { return }
    let from = below(other.count)
    let length = min(other.count - from, 1 + below(512))
    let target = place()
    bytes.replaceSubrange(
      target..<min(bytes.count, target + length), with: other[from..<from + length])
  }
}

/// PNG chunks carry a CRC-32 (PNG specification, 5.3); a mutant with wrong ones never gets past it.
package enum PNGChecksums {
  /// Sets the checksum of every chunk that lies whole in the file.
  package static func mend(_ bytes: inout [UInt8]) {
    var place = 8
    while place + 12 <= bytes.count {
      let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - place - 12 else { return }
      let crc = crc32(bytes[(place + 4)..<(place + 8 + length)])
      for i in 0..<4 {
        bytes[place + 8 + length + i] = UInt8(truncatingIfNeeded: crc >> UInt32(24 - 8 * i))
      }
      place += 12 + length
    }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? 0xEDB8_8320 ^ crc >> 1 : crc >> 1 }
  }

  package static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(0xFFFF_FFFF) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
  }
}
