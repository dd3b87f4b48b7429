/// A grid as plain strings, for tests that compare screens.

extension Grid {
  /// One string per row, trailing spaces removed.
  package var lines: [String] {
    rows { $0.text }
  }

  /// One string per row in which each cell is its role's letter (`Role.letter`): where colours change, and nothing else.
  package var roleLines: [String] {
    rows { String($0.role.letter) }
  }

  private func rows(_ text: (Cell) -> String) -> [String] {
    (0..<max(0, size.rows)).map { row in
      var line = (0..<max(0, size.columns)).map { text(self[$0, row]) }.joined()
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}

extension Role {
  /// A letter for role dumps: plain text is a dot, the others count from `a` in the order of the cases.
  package var letter: Character {
    guard self != .text, let index = Self.allCases.firstIndex(of: self) else { return "." }
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return letters[(index - 1) % letters.count]
  }
}
