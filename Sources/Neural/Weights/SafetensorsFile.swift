/// A safetensors file, mapped and checked, whose tensors can be read by name.

/// Layout: eight bytes of header length (little-endian), the JSON header, the data. No value is trusted before it is checked.
/// Tensors are views of the mapping: they live as long as this object.
package final class SafetensorsFile {
  package let path: String
  /// In the order of the header.
  package let entries: [SafetensorsEntry]
  package let metadata: [String: String]
  private let mapping: MappedFile
  /// Everything behind the header.
  package let data: UnsafeRawBufferPointer
  private let places: [String: Int]

  /// The largest header that is accepted, in bytes: the bound of the format's reference implementation.
  private static let headerLimit: UInt64 = 100_000_000

  /// - Throws: `WeightError.unreadable`, or `.malformed` saying what in the header is wrong.
  package init(path: String) throws(WeightError) {
    self.path = path
    mapping = try MappedFile(path: path)
    do {
      let (header, data) = try Self.split(mapping.bytes)
      self.data = data
      entries = header.entries
      metadata = header.metadata
    } catch {
      throw .malformed(file: path, reason: error.reason)
    }
    places = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.name, $0) })
  }

  private static func split(
    _ bytes: UnsafeRawBufferPointer
  ) throws(HeaderFault) -> (SafetensorsHeader, UnsafeRawBufferPointer) {
    guard bytes.count >= 8 else {
      throw HeaderFault("it is shorter than the eight bytes of its header length")
    }
    if bytes.starts(with: "version https://git-lfs".utf8) {
      throw HeaderFault("it is a Git LFS pointer, not the weights; fetch the file itself")
    }
    let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard (2...headerLimit).contains(length) else {
      throw HeaderFault(
        "its header length \(length) is outside 2...\(headerLimit); is it a safetensors file?")
    }
    let start = 8 + Int(length)
    guard start <= bytes.count else { throw HeaderFault("it ends inside its header; it may be truncated") }
    let data = UnsafeRawBufferPointer(rebasing: bytes[start...])
    let text = UnsafeRawBufferPointer(rebasing: bytes[8..<start])
    return (try SafetensorsHeader(text, dataLength: data.count), data)
  }

  /// The tensor's description, or nil if the file has none of that name.
  package func entry(_ name: String) -> SafetensorsEntry? { places[name].map { entries[$0] } }

  /// The raw bytes of an entry of this file: a view of the mapping.
  package func bytes(of entry: SafetensorsEntry) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: data[entry.range])
  }

  /// Float32 in place, without a copy, where the type is F32 and the bytes lie on a four-byte boundary; nil elsewhere.
  package func floatsInPlace(_ entry: SafetensorsEntry) -> UnsafeMutablePointer<Float>? {
    guard entry.type == .float32, let base = bytes(of: entry).baseAddress,
      UInt(bitPattern: base) % UInt(MemoryLayout<Float>.alignment) == 0
    else { return nil }
    return UnsafeMutablePointer(mutating: base.assumingMemoryBound(to: Float.self))
  }

  /// Numbers of 16 bits in place, where the type is F16 or BF16 and the bytes lie on a two-byte boundary; nil elsewhere.
  func halvesInPlace(_ entry: SafetensorsEntry) -> Halves? {
    guard entry.type == .float16 || entry.type == .bfloat16, let base = bytes(of: entry).baseAddress,
      UInt(bitPattern: base) % 2 == 0
    else { return nil }
    return Halves(base.assumingMemoryBound(to: UInt16.self), entry.type)
  }

  /// - Throws: `WeightError.malformed` when the file was written or shortened since it was opened.
  func requireUnchanged() throws(WeightError) {
    if mapping.isChanged { throw .malformed(file: path, reason: "it changed while it was read") }
  }

  /// Says that an entry's bytes are not needed soon.
  func forget(_ entry: SafetensorsEntry) { mapping.forget(bytes(of: entry)) }

  /// Widens the elements of an F32, F16 or BF16 entry into `target`, which has room for `entry.count`.
  func widen(_ entry: SafetensorsEntry, into target: UnsafeMutablePointer<Float>) {
    precondition(entry.type.fitsFloat32)
    let source = bytes(of: entry)
    switch entry.type {
    case .float16:
      for i in 0..<entry.count {
        let bits = UInt16(littleEndian: source.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self))
        target[i] = widened(half: bits)
      }
    case .bfloat16:
      for i in 0..<entry.count {
        let bits = UInt16(littleEndian: source.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self))
        target[i] = Float(bitPattern: UInt32(bits) << 16)
      }
    default:
      for i in 0..<entry.count {
        let bits = UInt32(littleEndian: source.loadUnaligned(fromByteOffset: 4 * i, as: UInt32.self))
        target[i] = Float(bitPattern: bits)
      }
    }
  }
}

/// The number of an IEEE 754 half, by integer steps and one exact product: processors without half-precision instructions take a
/// call for each number otherwise.
@inline(__always)
func widened(half bits: UInt16) -> Float {
  let magnitude = UInt32(bits & 0x7FFF) << 13
  // The exponent's bias is 15 in a half and 127 in a float; subnormals come out right, since the product is exact.
  let value = Float(bitPattern: magnitude) * 0x1p112
  let finite = value < 65536 ? value.bitPattern : magnitude | 0x7F80_0000
  return Float(bitPattern: finite | UInt32(bits & 0x8000) << 16)
}
