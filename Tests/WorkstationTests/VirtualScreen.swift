/// A terminal's screen as a value: enough of a VT to know, cell by cell, what our own output leaves on the glass.

import Foundation

/// Feed it everything that the program wrote. It keeps text with its colours, and of a sixel picture which part of which
/// picture a cell shows. What it does not know is counted: our output must hold nothing else.
struct VirtualScreen: Equatable {
  struct Cell: Equatable {
    var text = " "
    var look = ""

    /// What an eye can tell: of a blank, its ground and lines.
    var visible: Cell {
      guard text == " ", !look.hasPrefix("sixel") else { return self }
      let parts = look.split(separator: " ")
      let isReversed = parts.contains("a7")
      let seen = parts.filter {
        $0.hasPrefix("bg") || $0 == "a4" || $0 == "a7" || (isReversed && $0.hasPrefix("fg"))
      }
      return Cell(text: " ", look: seen.joined(separator: " "))
    }
  }

  private(set) var columns: Int
  private(set) var rows: Int
  private(set) var cells: [Cell]
  private(set) var isAlternate = false
  /// Sequences that are none of those we mean to send, and ones that were cut off by the next.
  private(set) var unknown: [String] = []
  /// Modes that are on, such as `?2004`.
  private(set) var modes: Set<String> = []
  private(set) var isCursorShown = true

  private var row = 0
  private var column = 0
  private var saved = (row: 0, column: 0, look: "")
  private var look = ""
  private var pending: [UInt8] = []
  private let cell: (width: Int, height: Int)

  init(columns: Int, rows: Int, cell: (width: Int, height: Int) = (8, 16)) {
    self.columns = columns
    self.rows = rows
    self.cell = cell
    cells = Array(repeating: Cell(), count: columns * rows)
  }

  static func == (a: Self, b: Self) -> Bool { a.differences(from: b).isEmpty }

  /// The screen in lines, pictures as `#`.
  var lines: [String] {
    (0..<rows).map { row in
      (0..<columns).map { cells[row * columns + $0] }.map { $0.look.hasPrefix("sixel") ? "#" : $0.text }
        .joined()
    }
  }

  /// Where two screens differ: row, column, both cells.
  func differences(from other: Self) -> [String] {
    guard columns == other.columns, rows == other.rows else { return ["sizes differ"] }
    return cells.indices.filter { cells[$0].visible != other.cells[$0].visible }.map { index in
      "row \(index / columns) column \(index % columns): \(cells[index]) instead of \(other.cells[index])"
    }
  }

  /// The terminal has another size: what fits stays.
  mutating func resize(columns: Int, rows: Int) {
    var next = Array(repeating: Cell(), count: columns * rows)
    for row in 0..<min(rows, self.rows) {
      for column in 0..<min(columns, self.columns) {
        next[row * columns + column] = cells[row * self.columns + column]
      }
    }
    (self.columns, self.rows, cells) = (columns, rows, next)
    (row, column) = (min(row, rows - 1), min(column, columns - 1))
  }

  /// Whether the output ended in the middle of a sequence.
  var isCut: Bool { !pending.isEmpty }

  mutating func feed(_ bytes: [UInt8]) {
    pending += bytes
    var index = 0
    while index < pending.count, let next = step(index) { index = next }
    pending.removeFirst(index)
  }

  /// Takes one thing at `index`; the index behind it, or nil if it is not all there yet.
  private mutating func step(_ index: Int) -> Int? {
    let byte = pending[index]
    switch byte {
    case 0x1B: return escape(index)
    case 0x08: column = max(0, column - 1)
    case 0x0A: if row < rows - 1 { row += 1 } else { scroll() }
    case 0x0D: column = 0
    case 0x09: column = min(columns - 1, (column / 8 + 1) * 8)
    case 0x0F: break  // back to the first character set, a part of some terminals' reset of attributes
    case 0x00...0x1F, 0x7F: unknown.append("control \(byte)")
    default: return character(index)
    }
    return index + 1
  }

  private mutating func character(_ index: Int) -> Int? {
    let length = pending[index] < 0x80 ? 1 : pending[index] >= 0xF0 ? 4 : pending[index] >= 0xE0 ? 3 : 2
    guard index + length <= pending.count else { return nil }
    let text = String(decoding: pending[index..<(index + length)], as: UTF8.self)
    guard let scalar = text.unicodeScalars.first else { return index + length }
    if scalar == "\u{FFFD}" && length == 1 || Self.steers(scalar) {
      unknown.append("U+\(String(scalar.value, radix: 16)) in \(length) bytes")
    }
    if scalar.properties.generalCategory == .nonspacingMark {
      if column > 0 { cells[row * columns + column - 1].text += text }
    } else {
      put(text == "\u{A0}" ? " " : text)
      if Self.wide.contains(where: { $0.contains(scalar.value) }) { put("") }
    }
    return index + length
  }

  /// Controls, marks of direction, tags and what is no character; kitty's placeholder is one of ours.
  private static func steers(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
      scalar.value != 0x10EEEE
    default: false
    }
  }

  /// Where characters of two columns lie, as far as these tests use them.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0xA4C6, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6B, 0xFF01...0xFF60,
    0x1F300...0x1FAFF,
  ]

  private mutating func put(_ text: String) {
    if column >= columns { (row, column) = (min(rows - 1, row + 1), 0) }
    cells[row * columns + column] = Cell(text: text, look: look)
    column += 1
  }

  private mutating func scroll() {
    cells.removeFirst(columns)
    cells += Array(repeating: Cell(), count: columns)
  }

  private mutating func escape(_ index: Int) -> Int? {
    guard index + 1 < pending.count else { return nil }
    switch pending[index + 1] {
    case UInt8(ascii: "["): return control(index)
    case UInt8(ascii: "P"), UInt8(ascii: "]"), UInt8(ascii: "_"): return string(index)
    case UInt8(ascii: "7"): saved = (row, column, look)
    case UInt8(ascii: "8"): (row, column, look) = saved
    case UInt8(ascii: "("), UInt8(ascii: ")"):
      guard index + 3 <= pending.count else { return nil }
      if pending[index + 2] != UInt8(ascii: "B") { unknown.append("another character set") }
      return index + 3
    case UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "\\"): break
    case UInt8(ascii: "M"): row = max(0, row - 1)
    default: unknown.append("escape \(UnicodeScalar(pending[index + 1]))")
    }
    return index + 2
  }

  /// DCS, OSC and APC end with ST (or BEL); another Escape in between means that one was cut off.
  private mutating func string(_ index: Int) -> Int? {
    var end = index + 2
    while end < pending.count, pending[end] != 0x1B, pending[end] != 0x07 { end += 1 }
    guard end < pending.count, pending[end] == 0x07 || end + 1 < pending.count else { return nil }
    let body = Array(pending[(index + 2)..<end])
    if pending[end] == 0x1B && pending[end + 1] != UInt8(ascii: "\\") {
      unknown.append("a control string of \(body.count) bytes that does not end")
      return end
    }
    let kind = String(UnicodeScalar(pending[index + 1]))
    let start = kind + String(decoding: body.prefix(24), as: UTF8.self)
    if !Self.strings.contains(where: start.hasPrefix) { unknown.append("a control string \(start)") }
    if kind == "P" { picture(body) }
    return pending[end] == 0x07 ? end + 1 : end + 2
  }

  /// How the control strings begin that we mean to send: pictures, kitty's question, and terminfo's own colours again.
  private static let strings = ["P0;1q\"1;1;", "]1337;File=inline=1;", "_Ga=", "_Gi=", "_Gq=2,m=", "]104"]
  /// The questions that we mean to ask.
  private static let questions: Set<String> = [
    ">0q", "?1;1;0S", "?2;4;0S", "16t", "14t", "c", "5n",
    "22;0;0t", "23;0;0t",  // no questions: terminfo has the title kept while the alternate screen is used
  ]

  /// A sixel picture covers the cells that its raster attributes say, from the cursor on.
  private mutating func picture(_ body: [UInt8]) {
    guard let start = body.firstIndex(of: UInt8(ascii: "q")) else { return }  // a question of the probe
    let attributes = body[(start + 1)...].drop { $0 == UInt8(ascii: "\"") }
      .prefix { ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x3B }
    let numbers = attributes.split(separator: 0x3B).compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    guard numbers.count == 4 else {
      unknown.append("a sixel picture without its size")
      return
    }
    let name = "sixel \(body.reduce(into: UInt64(5381)) { $0 = $0 &* 33 &+ UInt64($1) })"
    for y in 0..<((numbers[3] + cell.height - 1) / cell.height) where row + y < rows {
      for x in 0..<((numbers[2] + cell.width - 1) / cell.width) where column + x < columns {
        cells[(row + y) * columns + column + x] = Cell(text: " ", look: "\(name) \(x) \(y)")
      }
    }
  }

  private mutating func control(_ index: Int) -> Int? {
    var end = index + 2
    while end < pending.count, !(0x40...0x7E).contains(pending[end]) {
      if pending[end] == 0x1B {
        unknown.append("a cut sequence")
        return end
      }
      end += 1
    }
    guard end < pending.count else { return nil }
    let body = String(decoding: pending[(index + 2)..<end], as: UTF8.self)
    perform(body, Character(UnicodeScalar(pending[end])))
    return end + 1
  }

  private mutating func perform(_ body: String, _ final: Character) {
    let numbers = body.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let first = max(1, numbers.first ?? 1)
    switch final {
    case "H", "f": move(first - 1, numbers.count > 1 ? max(1, numbers[1]) - 1 : 0)
    case "A": move(row - first, column)
    case "B": move(row + first, column)
    case "C": move(row, column + first)
    case "D": move(row, column - first)
    case "G": move(row, first - 1)
    case "d": move(first - 1, column)
    case "J": erase(display: numbers.first ?? 0)
    case "K": erase(line: numbers.first ?? 0)
    case "X": blank(row * columns + column, first)
    case "P", "@": shift(final == "P" ? first : -first)
    case "b": if column > 0 { for _ in 0..<first { put(cells[row * columns + column - 1].text) } }
    case "m": render(body)
    case "h", "l": mode(body, final == "h")
    case "r" where body.isEmpty || body == "1;\(rows)": break
    case "S", "t", "c", "q", "n":
      if !Self.questions.contains(body + String(final)) { unknown.append("CSI \(body)\(final)") }
    default: unknown.append("CSI \(body)\(final)")
    }
  }

  private mutating func move(_ row: Int, _ column: Int) {
    (self.row, self.column) = (min(max(0, row), rows - 1), min(max(0, column), columns - 1))
  }

  private mutating func erase(display: Int) {
    let here = row * columns + min(column, columns - 1)
    switch display {
    case 0: blank(here, cells.count - here)
    case 1: blank(0, here + 1)
    default: blank(0, cells.count)
    }
  }

  private mutating func erase(line: Int) {
    let start = row * columns
    switch line {
    case 0: blank(start + min(column, columns - 1), columns - min(column, columns - 1))
    case 1: blank(start, min(column, columns - 1) + 1)
    default: blank(start, columns)
    }
  }

  private mutating func blank(_ start: Int, _ count: Int) {
    for index in start..<min(cells.count, start + max(0, count)) {
      cells[index] = Cell(text: " ", look: look)
    }
  }

  private mutating func shift(_ count: Int) {
    let start = row * columns
    var line = Array(cells[(start + column)..<(start + columns)])
    if count > 0 {
      line =
        Array(line.dropFirst(count))
        + Array(repeating: Cell(text: " ", look: look), count: min(count, line.count))
    } else {
      line =
        Array(repeating: Cell(text: " ", look: look), count: min(-count, line.count)) + line.dropLast(-count)
    }
    cells.replaceSubrange((start + column)..<(start + columns), with: line.prefix(columns - column))
  }

  /// Colours and attributes as the sum of what was set since the last reset, in a fixed order.
  private mutating func render(_ body: String) {
    var parts = Dictionary(uniqueKeysWithValues: look.split(separator: " ").map { ($0.prefix(2), $0) })
    var codes = body.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }[...]
    while let code = codes.popFirst() {
      switch code {
      case 0: parts = [:]
      case 38, 48:
        let count = codes.first == 2 ? 4 : 2
        parts[code == 38 ? "fg" : "bg"] =
          "\(code == 38 ? "fg" : "bg")\(codes.prefix(count).map(String.init).joined(separator: "."))"
        codes = codes.dropFirst(count)
      case 30...37, 90...97: parts["fg"] = "fg\(code)"
      case 40...47, 100...107: parts["bg"] = "bg\(code)"
      case 39: parts["fg"] = nil
      case 49: parts["bg"] = nil
      case 1, 2, 4, 7: parts["a\(code)"] = "a\(code)"
      case 22: (parts["a1"], parts["a2"]) = (nil, nil)
      case 24, 27: parts["a\(code - 20)"] = nil
      default: unknown.append("SGR \(code)")
      }
    }
    look = parts.values.sorted().joined(separator: " ")
  }

  private mutating func mode(_ body: String, _ isOn: Bool) {
    for number in body.drop(while: { $0 == "?" }).split(separator: ";") {
      let name = (body.hasPrefix("?") ? "?" : "") + number
      if isOn { modes.insert(name) } else { modes.remove(name) }
      if name == "?25" { isCursorShown = isOn }
      if name == "?1049" { isAlternate = isOn }
      if name == "?1049" { blank(0, cells.count) }
    }
  }
}
