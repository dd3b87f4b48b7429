/// Writes safetensors files whole or not at all.

internal import Glibc

/// Collects tensors in order, then writes them in one go. Tensors are copied as they are added.
package struct SafetensorsWriter {
  package var metadata: [String: String] = [:]
  private var entries: [(name: String, type: ElementType, shape: [Int], bytes: [UInt8])] = []

  package init(metadata: [String: String] = [:]) { self.metadata = metadata }

  /// How float32 values are stored.
  package enum Precision: Sendable {
    case float32
    /// Rounded to nearest even; a value beyond ±65504 becomes infinite.
    case float16
  }

  /// Adds float32 values under a name that is not yet used.
  package mutating func add(
    _ name: String, _ shape: [Int], _ values: some Collection<Float>, as precision: Precision = .float32
  ) {
    precondition(values.count == shape.reduce(1, *), "\(name) needs as many values as its shape says")
    var bytes: [UInt8] = []
    switch precision {
    case .float32:
      bytes.reserveCapacity(4 * values.count)
      for value in values {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      }
      append(name, .float32, shape, bytes)
    case .float16:
      bytes.reserveCapacity(2 * values.count)
      for value in values {
        withUnsafeBytes(of: Float16(value).bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      }
      append(name, .float16, shape, bytes)
    }
  }

  /// Adds float64 values.
  package mutating func add(_ name: String, _ shape: [Int], doubles: [Double]) {
    precondition(doubles.count == shape.reduce(1, *), "\(name) needs as many values as its shape says")
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 * doubles.count)
    for value in doubles {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    append(name, .float64, shape, bytes)
  }

  /// Adds integers as I64.
  package mutating func add(_ name: String, _ shape: [Int], integers: [Int]) {
    precondition(integers.count == shape.reduce(1, *), "\(name) needs as many values as its shape says")
    let bytes = integers.flatMap { withUnsafeBytes(of: Int64($0).littleEndian, Array.init) }
    append(name, .int64, shape, bytes)
  }

  private mutating func append(_ name: String, _ type: ElementType, _ shape: [Int], _ bytes: [UInt8]) {
    precondition(!entries.contains { $0.name == name }, "\(name) is added twice")
    entries.append((name, type, shape, bytes))
  }

  /// The file's bytes. Larger elements come first, so that all are aligned to their size.
  package func encoded() -> [UInt8] {
    let ordered = ElementType.allCases.reversed().flatMap { type in entries.filter { $0.type == type } }
    let header = SafetensorsHeader.encoded(
      ordered.map { ($0.name, $0.type, $0.shape, $0.bytes.count) }, metadata: metadata)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(header.count + ordered.reduce(0) { $0 + $1.bytes.count })
    bytes += header
    for entry in ordered { bytes += entry.bytes }
    return bytes
  }

  /// Writes the file beside `path` and renames it into place once it is on disk.
  /// - Throws: `WeightError.unwritable`; a file that was at `path` is then untouched.
  package func write(to path: String) throws(WeightError) {
    try writeAtomically(encoded(), to: path)
  }
}

/// Replaces the file at `path` by `bytes` so that after a crash the old or the new file is there, complete.
/// - Throws: `WeightError.unwritable`.
package func writeAtomically(_ bytes: [UInt8], to path: String) throws(WeightError) {
  let draft = "\(path).\(getpid()).part"
  let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else { throw .unwritable(file: path, reason: systemReason()) }
  var complaint = bytes.withUnsafeBytes { writeAll([$0], to: descriptor) }
  if complaint == nil, fsync(descriptor) != 0 { complaint = systemReason() }
  if close(descriptor) != 0, complaint == nil { complaint = systemReason() }
  if complaint == nil, rename(draft, path) != 0 { complaint = systemReason() }
  if let complaint {
    unlink(draft)
    throw .unwritable(file: path, reason: complaint)
  }
  syncFolder(of: path)
}

/// Writes runs of bytes one after the other; returns the system's complaint, if it has one.
func writeAll(_ pieces: [UnsafeRawBufferPointer], to descriptor: Int32) -> String? {
  for piece in pieces {
    var done = 0
    while done < piece.count {
      let count = Glibc.write(descriptor, piece.baseAddress.map { $0 + done }, piece.count - done)
      if count > 0 { done += count } else if errno != EINTR { return systemReason() }
    }
  }
  return nil
}

/// Makes a rename durable.
private func syncFolder(of path: String) {
  let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
  let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { return }
  fsync(descriptor)
  close(descriptor)
}
