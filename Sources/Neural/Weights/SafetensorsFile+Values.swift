/// Whole tensors of a safetensors file as Swift arrays, for reference values, counters and pictures.

extension SafetensorsFile {
  /// The elements as float32: F32, F16 and BF16 exactly, F64 rounded.
  /// - Throws: `WeightError.missing`, `.dtype`, `.malformed` when the file was changed since it was opened.
  package func floats(_ name: String) throws(WeightError) -> [Float] {
    let entry = try required(name)
    if entry.type == .float64 { return try doubles(name).map(Float.init) }
    guard entry.type.fitsFloat32 else { throw .dtype(name: name, found: entry.type.rawValue) }
    return try whole(
      [Float](unsafeUninitializedCapacity: entry.count) { buffer, count in
        if let base = buffer.baseAddress { widen(entry, into: base) }
        count = entry.count
      })
  }

  /// The elements of an F64 entry, or any that `floats` reads exactly.
  /// - Throws: `WeightError.missing`, `.dtype`, `.malformed` when the file was changed since it was opened.
  package func doubles(_ name: String) throws(WeightError) -> [Double] {
    let entry = try required(name)
    guard entry.type == .float64 else { return try floats(name).map(Double.init) }
    let source = bytes(of: entry)
    return try whole(
      (0..<entry.count).map {
        Double(
          bitPattern: UInt64(littleEndian: source.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)))
      })
  }

  /// The elements of a U8, I64 or U16 entry.
  /// - Throws: `WeightError.missing`, `.dtype`, `.malformed` when the file was changed since it was opened.
  package func integers(_ name: String) throws(WeightError) -> [Int] {
    let entry = try required(name)
    let source = bytes(of: entry)
    switch entry.type {
    case .uint8: return try whole(source.map { Int($0) })
    case .uint16:
      return try whole(
        (0..<entry.count).map {
          Int(UInt16(littleEndian: source.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self)))
        })
    case .int64:
      return try whole(
        (0..<entry.count).map {
          Int(Int64(littleEndian: source.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self)))
        })
    default: throw .dtype(name: name, found: entry.type.rawValue)
    }
  }

  /// What was read, if the file still has all of it.
  private func whole<Values>(_ values: Values) throws(WeightError) -> Values {
    try requireUnchanged()
    return values
  }

  private func required(_ name: String) throws(WeightError) -> SafetensorsEntry {
    guard let entry = entry(name) else { throw .missing([name]) }
    return entry
  }
}
