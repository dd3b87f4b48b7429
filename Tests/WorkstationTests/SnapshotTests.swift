/// Whole screens against text files. `RECORD_SNAPSHOTS=1` writes them anew; then read the difference.

import Foundation
import Terminal
import Testing

import Workstation

@Suite("Screens")
struct SnapshotTests {
  static let sizes = [(80, 24), (120, 40), (200, 60)]

  @Test("reading, with answers saved and on their way", arguments: sizes)
  func reading(columns: Int, rows: Int) throws {
    var room = ReadingRoom.ready(columns, rows)
    room.press("1y")
    room.finishSaving()
    room.press("n")
    try compare(room, "reading")
  }

  @Test("an overlay on an abstained finding, zoomed", arguments: sizes)
  func overlay(columns: Int, rows: Int) throws {
    var room = ReadingRoom.ready(columns, rows)
    room.press("3o++")
    try compare(room, "overlay")
  }

  @Test("the queue, with films in every state", arguments: sizes)
  func queue(columns: Int, rows: Int) throws {
    var room = ReadingRoom(films: 12, columns, rows)
    room.happen(.refused(row: 1, generation: 2, "damaged"))
    room.happen(.opened(row: 2, generation: 3, ReadingRoom.film(2)))
    room.finishWork()
    room.press("3n<Enter>")
    room.finishSaving()
    room.happen(.opened(row: 4, generation: 99, ReadingRoom.film(4)))
    if room.state.focus != .queue { room.press("<Tab>") }
    try compare(room, "queue")
  }

  @Test("waiting for the first film", arguments: sizes)
  func waiting(columns: Int, rows: Int) throws {
    var room = ReadingRoom(columns, rows)
    room.happen(.waited(1.24))
    try compare(room, "waiting")
  }

  @Test("help", arguments: sizes)
  func help(columns: Int, rows: Int) throws {
    var room = ReadingRoom.ready(columns, rows)
    room.press("?")
    try compare(room, "help")
  }

  @Test("the palette beside the film", arguments: sizes)
  func palette(columns: Int, rows: Int) throws {
    var room = ReadingRoom.ready(columns, rows)
    room.press(":zoom")
    try compare(room, "palette")
  }

  @Test("the queue browser with a filter, marks and a bucket", arguments: sizes)
  func browser(columns: Int, rows: Int) throws {
    var room = ReadingRoom.ready(films: 12, columns, rows)
    room.press("3n<Enter>")
    room.finishSaving()
    room.press("bjvj/!done")
    try compare(room, "browser")
  }

  @Test("a box being drawn on a flipped film", arguments: sizes)
  func annotate(columns: Int, rows: Int) throws {
    var room = ReadingRoom.ready(columns, rows)
    room.press("ghal<Enter>bL<Space>")
    try compare(room, "annotate")
  }

  @Test("where a number comes from", arguments: sizes)
  func provenance(columns: Int, rows: Int) throws {
    var room = ReadingRoom.ready(columns, rows)
    while room.state.focus != .findings { room.press("<Tab>") }
    room.press("i")
    try compare(room, "provenance")
  }

  @Test("two films beside each other", arguments: sizes)
  func compareFilms(columns: Int, rows: Int) throws {
    var room = ReadingRoom.ready(columns, rows)
    room.state.queue.rows[0].priors = [2]
    room.press("c")
    room.finishWork()
    try compare(room, "compare")
  }

  @Test("reading blind first", arguments: sizes)
  func blind(columns: Int, rows: Int) throws {
    var room = ReadingRoom.ready(columns, rows)
    room.press("BjyI")
    try compare(room, "blind")
  }

  @Test("session summary, export dialog, model card and plots", arguments: sizes)
  func ends(columns: Int, rows: Int) throws {
    for (name, keys) in [
      ("summary", "S"), ("export", "Ejj"), ("model", "K"), ("scores", "%"), ("reliability", "%j"),
    ] {
      var room = ReadingRoom.ready(columns, rows)
      room.press("1yn3n<Enter>")
      room.finishSaving()
      room.press(keys)
      try compare(room, name)
    }
  }

  @Test("a screen that is too small says what it needs")
  func tooSmall() throws {
    try compare(ReadingRoom.ready(50, 10), "small")
  }

  /// The text of the screen with `.` where a picture is, against `Fixtures/<name>-<columns>x<rows>.txt`.
  private func compare(_ room: ReadingRoom, _ name: String) throws {
    let size = room.state.surface.size
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/\(name)-\(size.columns)x\(size.rows).txt")
    var frame = view(room.state)
    for image in frame.images { frame.grid.fill(image.rect, role: .film, with: ".") }
    let screen = frame.grid.lines.joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try screen.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == screen, "\(file.lastPathComponent)")
  }
}
