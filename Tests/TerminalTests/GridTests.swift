/// Drawing on grids: clipping, wide characters, hostile text, boxes and snapshots.

import Terminal
import Testing

struct GridTests {
  func grid(_ columns: Int, _ rows: Int = 1, _ draw: (inout Grid) -> Void) -> Grid {
    var grid = Grid(GridSize(columns: columns, rows: rows))
    draw(&grid)
    return grid
  }

  @Test("what covers a picture takes it away, and neighbours stay")
  func cover() {
    var frame = Frame<Int>(grid: Grid(GridSize(columns: 40, rows: 10)))
    frame.images = [
      ImagePlacement(rect: CellRect(column: 0, row: 0, columns: 10, rows: 5), recipe: 1),
      ImagePlacement(rect: CellRect(column: 10, row: 0, columns: 10, rows: 5), recipe: 2),
    ]
    #expect(frame.isTidy)
    frame.grid.put("under", column: 8, row: 4)
    frame.cover(CellRect(column: 5, row: 4, columns: 5, rows: 3), role: .prompt)
    #expect(frame.images.map(\.recipe) == [2] && frame.grid[8, 4] == Cell(" ", .prompt))
    frame.images.append(ImagePlacement(rect: CellRect(column: 19, row: 4, columns: 2, rows: 2), recipe: 3))
    #expect(!frame.isTidy)
  }

  @Test("text that does not fit ends with a tilde")
  func clipping() {
    #expect(grid(6) { $0.put("pleural effusion", column: 0, row: 0) }.lines == ["pleur~"])
    #expect(grid(20) { $0.put("pleural effusion", column: 2, row: 0, width: 9) }.lines == ["  pleural ~"])
    #expect(grid(4) { $0.put("film", column: 0, row: 0) }.lines == ["film"])
    #expect(grid(1) { $0.put("film", column: 0, row: 0) }.lines == ["~"])
    #expect(grid(4) { $0.put("film", column: 0, row: 3) }.lines == [""])
    #expect(grid(4) { $0.put("film", column: 9, row: 0) }.lines == [""])
    #expect(Grid(GridSize(columns: 0, rows: 0)).lines == [])
  }

  @Test("a wide character takes two cells and is never cut in half")
  func wide() {
    let name = grid(8) { $0.put("山田太郎", column: 0, row: 0) }
    #expect(name.lines == ["山田太郎"])
    #expect(name[1, 0].text.isEmpty && name[2, 0].text == "田")
    #expect(grid(6) { $0.put("山田太郎", column: 0, row: 0) }.lines == ["山田~"])
    #expect(grid(5) { $0.put("山田太郎", column: 0, row: 0) }.lines == ["山田~"])
    let overwritten = grid(4) {
      $0.put("山田", column: 0, row: 0)
      $0.put("x", column: 1, row: 0)
    }
    #expect(overwritten.lines == [" x田"])
    let covered = grid(4) {
      $0.put("山田", column: 0, row: 0)
      $0.put("x", column: 2, row: 0)
    }
    #expect(covered.lines == ["山x"])
  }

  @Test("combining marks stay on their letter, four at most")
  func combining() {
    let name = grid(6) { $0.put("Mu\u{308}ller", column: 0, row: 0) }
    #expect(name[1, 0].text == "u\u{308}")
    #expect(name.lines == ["Mu\u{308}ller"])
    let zalgo = CellText.pieces("e" + String(repeating: "\u{301}", count: 50))
    #expect(zalgo.count == 1 && zalgo[0].text.unicodeScalars.count == 5)
    #expect(CellText.width("\u{301}") == 1)
  }

  @Test("control characters, direction overrides and tags become pictures and are never sent")
  func hostile() {
    let text = "a\u{1B}[2J\u{7}\u{9B}\u{202E}\u{2028}\u{E0041}\u{FFFF}\u{7F}\nb"
    let row = grid(40) { $0.put(text, column: 0, row: 0) }.lines[0]
    #expect(row == "a␛[2J␇\u{FFFD}\u{FFFD}\u{2424}\u{FFFD}\u{FFFD}␡␊b")
  }

  @Test("what takes no room is seen inside a word, and joins where scripts and emoji join")
  func hidden() {
    let words = ["Smi\u{200B}th", "Smi\u{2060}th", "Smi\u{FEFF}th", "Smi\u{200D}th", "\u{200C}Smith"]
    for word in words { #expect(CellText.pieces(word).count { $0.text == "\u{FFFD}" } == 1) }
    #expect(CellText.pieces("👨\u{200D}👩").map(\.text) == ["👨", "👩"])
    #expect(CellText.pieces("می\u{200C}شود").allSatisfy { $0.text != "\u{FFFD}" })
  }

  @Test("printed to a terminal, text keeps its lines and tabs and loses what would be obeyed")
  func printable() {
    #expect(CellText.printable("a\tb\n\u{1B}[31mc\r\n長\u{9B}", isUTF8: true) == "a\tb\n␛[31mc␍\n長\u{FFFD}")
    #expect(CellText.printable("a\u{1B}─é長\u{9B}\n", isUTF8: false) == "a?-???\n")
    #expect(CellText.printable("plain\n") == "plain\n")
  }

  @Test("every scalar of Unicode is either harmless or replaced")
  func everyScalar() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for piece in CellText.pieces(String(Character(scalar))) {
        let isHarmless = piece.text.unicodeScalars.allSatisfy {
          switch $0.properties.generalCategory {
          case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator:
            false
          default: true
          }
        }
        #expect(isHarmless && (1...2).contains(piece.width), "U+\(String(value, radix: 16))")
      }
    }
  }

  @Test("padding and wrapping count columns, not characters")
  func padding() {
    #expect(CellText.pad("田", 4) == "田  ")
    #expect(CellText.pad("7", 3, right: true) == "  7")
    #expect(CellText.pad("cardiomegaly", 5) == "card~")
    #expect(CellText.wrap("the AI abstains here", 8) == ["the AI", "abstains", "here"])
    #expect(CellText.wrap("hydropneumothorax", 6) == ["hydrop", "neumot", "horax"])
    #expect(CellText.wrap("x", 0) == [])
    #expect(CellText.wrap("田田", 1) == ["田", "田"])
  }

  @Test("a box has its title in the upper edge and roles where they belong")
  func box() {
    let drawn = grid(12, 3) {
      $0.box(CellRect(column: 0, row: 0, columns: 12, rows: 3), title: "help")
      $0.putRight("q", end: 11, row: 1, role: .key)
    }
    #expect(drawn.lines == ["┌─ help ───┐", "│         q│", "└──────────┘"])
    #expect(drawn.roleLines == ["ccbbbbbbcccc", "c.........fc", "cccccccccccc"])
  }

  @Test("drawing outside the grid changes nothing")
  func outside() {
    let empty = grid(4, 2) { _ in }
    let drawn = grid(4, 2) {
      $0.fill(CellRect(column: -9, row: -9, columns: 5, rows: 5), with: "x")
      $0.fill(CellRect(column: 7, row: 1, columns: 50, rows: 50), with: "x")
      $0.fill(CellRect(column: 1, row: 1, columns: -3, rows: 1), with: "x")
      $0.box(CellRect(column: 9, row: 9, columns: 4, rows: 4))
      $0.paint(CellRect(column: 3, row: 5, columns: 4, rows: 4), role: .error)
    }
    #expect(drawn == empty)
    let corner = grid(4, 2) { $0.fill(CellRect(column: 3, row: 1, columns: 9, rows: 9), with: "x") }
    #expect(corner.lines == ["", "   x"])
  }
}
