/// A line of text being typed.

import Terminal

/// Text with the cursor at its end: what filters and names need, and no more.
package struct TextLine: Equatable, Sendable {
  /// A longer paste is cut.
  static let most = 1000

  package var text = ""

  package init(_ text: String = "") { self.text = text }

  /// Takes a key that belongs to text; false for any other.
  mutating func take(_ key: Key) -> Bool {
    switch key {
    case .character(let character): text.append(character)
    case .space: text.append(" ")
    case .backspace, .control("h"): _ = text.popLast()
    case .control("u"): text = ""
    case .control("w"):
      while text.last == " " { text.removeLast() }
      while let last = text.last, last != " " { text.removeLast() }
    default: return false
    }
    return true
  }
}

extension Grid {
  /// Draws a prompt, the line and its cursor.
  mutating func put(_ line: TextLine, prompt: String, in rect: CellRect) {
    fill(CellRect(column: rect.column, row: rect.row, columns: rect.columns, rows: 1), role: .prompt)
    let used = put(prompt, column: rect.column, row: rect.row, role: .key)
    let room = max(0, rect.columns - used - 1)
    var shown = Substring(line.text)
    while CellText.width(String(shown)) > room, !shown.isEmpty { shown.removeFirst() }
    let text = put(String(shown), column: rect.column + used, row: rect.row, role: .prompt, width: room)
    put("▏", column: rect.column + used + text, row: rect.row, role: .key)
  }
}
