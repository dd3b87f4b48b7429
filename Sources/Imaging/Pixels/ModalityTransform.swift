/// The step from stored values to modality values: Rescale Slope and Intercept, or the Modality LUT (PS3.3 C.11.1).

/// A DICOM lookup table: `values[clamp(input - first)]`, each of `bits` bits (PS3.3 C.11.1.1.1).
package struct LookupTable: Equatable, Codable, Sendable {
  package let first: Int
  package let bits: Int
  package let values: [UInt16]

  package init(first: Int, bits: Int, values: [UInt16]) {
    precondition(!values.isEmpty && (1...16).contains(bits))
    self.first = first
    self.bits = bits
    self.values = values
  }

  /// As many entries as LUT Descriptor calls for (0 means 65536), of 8 bits two to a word or 16 bits each; nil where the data
  /// are too short.
  init?(descriptor: [UInt16], data: [UInt16], signed: Bool) {
    guard descriptor.count >= 3, (1...16).contains(descriptor[2]) else { return nil }
    let entries = descriptor[0] == 0 ? 65536 : Int(descriptor[0])
    let bits = Int(descriptor[2])
    let first = signed ? Int(Int16(bitPattern: descriptor[1])) : Int(descriptor[1])
    if data.count >= entries {
      let most = UInt16((1 << bits) - 1)
      self.init(first: first, bits: bits, values: data.prefix(entries).map { min($0, most) })
      return
    }
    guard bits <= 8, data.count * 2 >= entries else { return nil }
    let bytes = data.flatMap { [$0 & 0xFF, $0 >> 8] }
    self.init(first: first, bits: bits, values: Array(bytes.prefix(entries)))
  }

  package func callAsFunction(_ input: Int) -> Double {
    Double(values[min(max(input - first, 0), values.count - 1)])
  }

  /// The range that the number of bits spans.
  package var range: ClosedRange<Double> { 0...Double((1 << bits) - 1) }
}

package enum ModalityTransform: Equatable, Codable, Sendable {
  case linear(slope: Double, intercept: Double)
  case table(LookupTable)

  package static let identity = ModalityTransform.linear(slope: 1, intercept: 0)

  package func callAsFunction(_ stored: Int) -> Double { self(Double(stored)) }

  package func callAsFunction(_ stored: Double) -> Double {
    switch self {
    case .linear(let slope, let intercept): stored * slope + intercept
    case .table(let table): table(Int(stored.rounded()))
    }
  }

  /// Where modality values can lie when stored values lie in `stored`.
  func range(of stored: ClosedRange<Int>) -> ClosedRange<Double> {
    switch self {
    case .linear:
      let ends = (self(stored.lowerBound), self(stored.upperBound))
      return min(ends.0, ends.1)...max(ends.0, ends.1)
    case .table(let table): return table.range
    }
  }
}
