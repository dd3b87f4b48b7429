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
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map { "\(json($0.key)):\(json($0.value))" }
      members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    for entry in ordered {
      let shape = entry.shape.map(String.init).joined(separator: ",")
      let range = "[\(offset),\(offset + entry.bytes.count)]"
      members.append(
        "\(json(entry.name)):{\"dtype\":\"\(entry.type.rawValue)\",\"shape\":[\(shape)],\"data_offsets\":\(range)}"
      )
      offset += entry.bytes.count
    }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    while header.count % 8 != 0 { header.append(0x20) }
    var bytes = withUnsafeBytes(of: UInt64(header.count).littleEndian, Array.init)
    bytes.reserveCapacity(8 + header.count + offset)
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
  var complaint: String?
  bytes.withUnsafeBytes { buffer in
    var done = 0
    while done < buffer.count, complaint == nil {
      let count = Glibc.write(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
      if count > 0 { done += count } else if errno != EINTR { complaint = systemReason() }
    }
  }
  if complaint == nil, fsync(descriptor) != 0 { complaint = systemReason() }
  if close(descriptor) != 0, complaint == nil { complaint = systemReason() }
  if complaint == nil, rename(draft, path) != 0 { complaint = systemReason() }
  if let complaint {
    unlink(draft)
    throw .unwritable(file: path, reason: complaint)
  }
  syncFolder(of: path)
}

/// Makes a rename durable.
private func syncFolder(of path: String) {
  let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
  let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { return }
  fsync(descriptor)
  close(descriptor)
}

/// A JSON string literal.
private func json(_ text: String) -> String {
  var literal = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": literal += "\\\""
    case "\\": literal += "\\\\"
    case "\u{0}"..."\u{1F}":
      let digits = String(scalar.value, radix: 16)
      literal += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: literal.unicodeScalars.append(scalar)
    }
  }
  return literal + "\""
}
