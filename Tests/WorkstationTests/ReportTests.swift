/// Screens that report: they scroll as far as there is something to see, and a card's tables can be read.

import Foundation
import Terminal
import Testing

import Workstation

@Suite("Reports")
struct ReportTests {
  private static let names = [
    "label", "positives", "AUROC", "error before", "sensitivity", "specificity", "pointing",
  ]

  private static let rows = (1...30).map {
    "| finding number \($0) | \($0)00 | 0.9\($0) | 0.0\($0) | 0.8\($0) | 0.7\($0) | 1.0 of \($0) |\n"
  }

  private static let card = """
    # A pack

    Words that
    go on.

    | \(names.joined(separator: " | ")) |
    \(String(repeating: "|---", count: names.count))|
    \(rows.joined())
    The end of the card.

    """

  private func room(_ columns: Int, _ rows: Int) -> ReadingRoom {
    var room = ReadingRoom(
      films: 2, columns, rows,
      model: .ready(PackFacts(name: "p", hash: "7be2", caution: nil, card: Self.card)))
    room.finishWork()
    room.press("K")
    return room
  }

  /// Every line that a reader who scrolls to the end sees, once.
  private func read(_ room: ReadingRoom) -> [String] {
    var (room, seen) = (room, [String]())
    for _ in 0..<200 {
      for line in room.screen.split(separator: "\n").map(String.init) where !seen.contains(line) {
        seen.append(line)
      }
      room.press("j")
    }
    return seen
  }

  @Test(
    "a table stands in columns, all of them are there, and none is cut",
    arguments: [(80, 24), (120, 40), (200, 60)])
  func table(columns: Int, rows: Int) throws {
    let lines = read(room(columns, rows))
    #expect(
      !lines.contains { $0.contains("|") || $0.contains("---") || $0.contains("#") || $0.contains("~") })
    #expect(
      lines.contains { $0.contains("Words that go on.") }
        && lines.contains { $0.contains("The end of the card.") })
    for number in 1...30 {
      let own = lines.filter { $0.contains("finding number \(number) ") }
      for value in [
        "\(number)00", "0.9\(number)", "0.0\(number)", "0.8\(number)", "0.7\(number)", "1.0 of \(number)",
      ] {
        #expect(own.contains { $0.contains(" \(value)") }, "\(value)")
      }
    }
    let head = try #require(lines.first { $0.contains("positives") })
    let row = try #require(lines.first { $0.contains("finding number 7 ") })
    let end = try #require(head.range(of: "positives")).upperBound
    #expect(row[..<end].hasSuffix("  700"), "numbers end where their column's name ends")
  }

  @Test("at its end a report stays where it is, and one key goes back", arguments: ["K", "S", "D", "?"])
  func end(key: String) {
    var room = key == "K" ? room(80, 24) : ReadingRoom.ready(80, 24)
    if key != "K" { room.press(key) }
    if key == "D" {
      let lines = (1...60).map { TerminalReport.Line("fact \($0)", "so") }
      room.happen(
        .examined(TerminalReport(lines: lines, advice: [], graphics: Graphics(mode: .sixel, reason: ""))))
    }
    let (page, back) = ("<PgDn>", "<Up>")
    for _ in 0..<30 { room.press(page) }
    let last = room.screen
    room.press(page)
    #expect(room.screen == last)
    let beginning = {
      var first = room; for _ in 0..<40 { first.press("<PgUp>") }; return first.screen
    }()
    room.press(back)
    #expect(room.screen != last || last == beginning, "nothing moved on the first key back")
  }
}
