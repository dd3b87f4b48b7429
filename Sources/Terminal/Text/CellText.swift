/// Strings from anywhere as terminal cells: what each scalar occupies, and a harmless picture for what must not be sent.

/// Splits text into cells as a terminal does: a spacing scalar starts a cell of 1 or 2 columns, combining marks join it.
/// Joined emoji therefore take the columns of their parts, which is the same on every terminal.
package enum CellText {
  /// One piece of text that occupies `width` columns (1 or 2).
  package struct Piece: Equatable, Sendable {
    package var text: String
    package var width: Int
  }

  /// At most this many combining marks are kept on a cell (curses stores five scalars in all).
  static let marksPerCell = 4

  /// The text as cells. Nothing in the result can move a cursor, change direction or end a line.
  package static func pieces(_ text: String) -> [Piece] {
    var pieces: [Piece] = []
    var marks = 0
    for scalar in text.unicodeScalars {
      switch ScalarClass(scalar) {
      case .spacing(let width):
        pieces.append(Piece(text: String(scalar), width: width))
        marks = 0
      case .combining:
        if pieces.isEmpty { pieces.append(Piece(text: " ", width: 1)) }
        if marks < marksPerCell { pieces[pieces.count - 1].text.unicodeScalars.append(scalar) }
        marks += 1
      case .invisible: continue
      case .joiner:
        if pieces.last?.text.utf8.allSatisfy({ $0 < 0x80 }) ?? true {
          pieces.append(Piece(text: "\u{FFFD}", width: 1))
        }
      case .unsafe(let picture):
        pieces.append(Piece(text: String(picture), width: 1))
        marks = 0
      }
    }
    return pieces
  }

  /// The columns that `text` occupies.
  package static func width(_ text: String) -> Int {
    pieces(text).reduce(0) { $0 + $1.width }
  }

  /// `text` in at most `columns` columns; what was cut ends with `~`.
  package static func clip(_ text: String, _ columns: Int) -> String {
    clip(pieces(text), columns).map(\.text).joined()
  }

  /// `text` in exactly `columns` columns: clipped, or padded with spaces on the right (on the left if `right` aligned).
  package static func pad(_ text: String, _ columns: Int, right: Bool = false) -> String {
    let clipped = clip(pieces(text), columns)
    let used = clipped.reduce(0) { $0 + $1.width }
    let spaces = String(repeating: " ", count: max(0, columns - used))
    let body = clipped.map(\.text).joined()
    return right ? spaces + body : body + spaces
  }

  static func clip(_ pieces: [Piece], _ columns: Int) -> [Piece] {
    var used = 0
    for (index, piece) in pieces.enumerated() {
      if used + piece.width > columns { return cut(pieces[..<index], used, columns) }
      used += piece.width
    }
    return pieces
  }

  private static func cut(_ kept: ArraySlice<Piece>, _ used: Int, _ columns: Int) -> [Piece] {
    guard columns > 0 else { return [] }
    var kept = Array(kept)
    var used = used
    while used > columns - 1, let last = kept.popLast() { used -= last.width }
    kept.append(Piece(text: "~", width: 1))
    return kept
  }

  /// Words of `text` set in lines of at most `columns` columns; a word longer than a line is cut into lines.
  package static func wrap(_ text: String, _ columns: Int) -> [String] {
    guard columns > 0 else { return [] }
    var lines: [String] = []
    var line: [Piece] = []
    var used = 0
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let next = pieces(String(word))
      let width = next.reduce(0) { $0 + $1.width }
      if used > 0 && used + 1 + width > columns {
        lines.append(line.map(\.text).joined())
        (line, used) = ([], 0)
      }
      if used > 0 { (line, used) = (line + [Piece(text: " ", width: 1)], used + 1) }
      for piece in next {
        if used + piece.width > columns && used > 0 {
          lines.append(line.map(\.text).joined())
          (line, used) = ([], 0)
        }
        line.append(piece)
        used += piece.width
      }
    }
    if !line.isEmpty { lines.append(line.map(\.text).joined()) }
    return lines
  }
}
