/// The beginning of a safetensors file that is to be written.

extension SafetensorsHeader {
  /// The header's length and the header, for tensors that follow in this order.
  /// - Parameters:
  ///   - tensors: each with its length in bytes.
  ///   - alignment: of the place in the file where the data begin.
  static func encoded(
    _ tensors: [(name: String, type: ElementType, shape: [Int], length: Int)], metadata: [String: String],
    alignment: Int = 8
  ) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map { "\(json($0.key)):\(json($0.value))" }
      members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    for tensor in tensors {
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      let fields = [
        "\"dtype\":\"\(tensor.type.rawValue)\"", "\"shape\":[\(shape)]",
        "\"data_offsets\":[\(offset),\(offset + tensor.length)]",
      ]
      members.append("\(json(tensor.name)):{\(fields.joined(separator: ","))}")
      offset += tensor.length
    }
    var text = Array("{\(members.joined(separator: ","))}".utf8)
    while (8 + text.count) % alignment != 0 { text.append(0x20) }
    return withUnsafeBytes(of: UInt64(text.count).littleEndian, Array.init) + text
  }
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
