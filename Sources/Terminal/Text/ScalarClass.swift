/// What one Unicode scalar does to a terminal's cursor, decided by our own table so that no locale changes a layout.

/// The ways in which a scalar is set.
enum ScalarClass: Equatable {
  /// Occupies 1 or 2 columns.
  case spacing(Int)
  /// Joins the cell before it.
  case combining
  /// Dropped: variation selectors, whose width terminals disagree about.
  case invisible
  /// Dropped where it belongs, between emoji or letters of scripts that join; anywhere else it hides in a word.
  case joiner
  /// Never sent; the picture stands in for it.
  case unsafe(Unicode.Scalar)

  init(_ scalar: Unicode.Scalar) {
    let value = scalar.value
    switch value {
    case 0x20...0x7E: self = .spacing(1)
    case 0...0x1F: self = .unsafe(Self.controlPicture(value))
    case 0x7F: self = .unsafe("\u{2421}")
    case 0x200C, 0x200D: self = .joiner
    case 0xFE00...0xFE0F, 0xE0100...0xE01EF: self = .invisible
    case 0x1160...0x11FF: self = .combining  // Hangul vowels and final consonants join their initial
    default: self = Self.byCategory(scalar)
    }
  }

  private static func byCategory(_ scalar: Unicode.Scalar) -> ScalarClass {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark:
      .combining
    case .lineSeparator, .paragraphSeparator: .unsafe("\u{2424}")
    case .control, .format, .surrogate, .privateUse, .unassigned: .unsafe("\u{FFFD}")
    default:
      .spacing(isWide(scalar.value) ? 2 : 1)
    }
  }

  private static func controlPicture(_ value: UInt32) -> Unicode.Scalar {
    Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}"
  }

  /// East Asian Width W and F (Unicode Standard Annex 11), binary search over merged ranges.
  private static func isWide(_ value: UInt32) -> Bool {
    var low = 0
    var high = wideRanges.count
    while low < high {
      let middle = (low + high) / 2
      if wideRanges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < wideRanges.count && wideRanges[low].contains(value)
  }
}
