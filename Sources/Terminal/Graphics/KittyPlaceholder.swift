/// A picture's rectangle as text: kitty draws over each placeholder character the part of the picture that it names.

/// Text moves and goes as text does, which is what lets a multiplexer that knows nothing of pictures keep them in place.
/// Kitty graphics protocol, "Unicode placeholders".
struct KittyPlaceholder {
  let id: UInt32
  let columns: Int
  let rows: Int

  /// The smallest rectangle of cells that covers `size`, within the 297 rows and columns that can be named.
  init(id: UInt32, size: PixelSize, cell: PixelSize) {
    self.id = id
    columns = min(Self.marks.count, (size.width + cell.width - 1) / max(1, cell.width))
    rows = min(Self.marks.count, (size.height + cell.height - 1) / max(1, cell.height))
  }

  /// One line of text per row. The colour is the id; the marks on each character are its row and column.
  var lines: [[UInt8]] {
    let color = SGR.foreground(.direct([UInt8(id >> 16 & 255), UInt8(id >> 8 & 255), UInt8(id & 255)]))
    return (0..<rows).map { row in
      var text = String.UnicodeScalarView()
      for column in 0..<columns {
        text.append("\u{10EEEE}")
        text.append(Self.marks[row])
        text.append(Self.marks[column])
      }
      return Array((color + String(text) + SGR.reset).utf8)
    }
  }

  /// The marks that count, by their rule: the combining characters of class 230 (above) in Unicode 6.0 that neither
  /// decompose nor fuse with the character they stand on. There are 297.
  static let marks: [Unicode.Scalar] = {
    let fusing: Set<UInt32> = [
      0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307, 0x308, 0x309, 0x30A, 0x30B, 0x30C, 0x30F, 0x311, 0x313,
      0x314, 0x342, 0x653, 0x654, 0x340, 0x341, 0x343, 0x344,
    ]
    return (UInt32(0x300)...0x1D300).compactMap(Unicode.Scalar.init).filter { scalar in
      let properties = scalar.properties
      guard properties.generalCategory == .nonspacingMark, properties.canonicalCombiningClass.rawValue == 230,
        let age = properties.age, (age.major, age.minor) <= (6, 0)
      else { return false }
      return !fusing.contains(scalar.value)
    }
  }()
}

/// What tmux passes on to the terminal around it without looking (`allow-passthrough on`).
enum Tmux {
  /// `DCS tmux; … ST` with every Escape inside doubled.
  static func wrap(_ bytes: [UInt8]) -> [UInt8] {
    Array("\u{1B}Ptmux;".utf8) + bytes.flatMap { $0 == 0x1B ? [0x1B, 0x1B] : [$0] } + [
      0x1B, UInt8(ascii: "\\"),
    ]
  }
}
