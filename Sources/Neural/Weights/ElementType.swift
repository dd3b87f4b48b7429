/// The element types of a safetensors file.

/// Named as in the header; little-endian, one after the other without padding.
package enum ElementType: String, CaseIterable, Sendable {
  case bool = "BOOL"
  case uint8 = "U8"
  case int8 = "I8"
  case float8e5m2 = "F8_E5M2"
  case float8e4m3 = "F8_E4M3"
  case int16 = "I16"
  case uint16 = "U16"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case int32 = "I32"
  case uint32 = "U32"
  case float32 = "F32"
  case int64 = "I64"
  case uint64 = "U64"
  case float64 = "F64"

  /// Bytes an element.
  package var size: Int {
    switch self {
    case .bool, .uint8, .int8, .float8e5m2, .float8e4m3: 1
    case .int16, .uint16, .float16, .bfloat16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }

  /// Whether float32 holds every value of the type, so that weights of it may be widened.
  package var fitsFloat32: Bool { self == .float32 || self == .float16 || self == .bfloat16 }
}

/// Numbers of 16 bits in memory that somebody else owns.
package struct Halves {
  let base: UnsafePointer<UInt16>
  /// `float16` or `bfloat16`.
  let type: ElementType

  package init(_ base: UnsafePointer<UInt16>, _ type: ElementType) {
    precondition(type == .float16 || type == .bfloat16)
    (self.base, self.type) = (base, type)
  }

  subscript(index: Int) -> Float {
    type == .float16 ? widened(half: base[index]) : Float(bitPattern: UInt32(base[index]) << 16)
  }
}
