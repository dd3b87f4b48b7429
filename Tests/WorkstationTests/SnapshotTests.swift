/// Whole screens against text files. `RECORD_SNAPSHOTS=1` writes them anew; then read the difference.

import Foundation
import Imaging
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

  @Test("whose film it is, in clear", arguments: sizes)
  func patient(columns: Int, rows: Int) throws {
    var room = ReadingRoom(columns, rows)
    let patient = PatientIdentity(name: "PHANTOM^Anna", id: "P-17", birthDate: "19610203")
    room.happen(.opened(row: 0, generation: 1, ReadingRoom.film(0, of: patient)))
    room.finishWork()
    room.press("N")
    try compare(room, "patient")
  }

  @Test("a note being written", arguments: sizes)
  func note(columns: Int, rows: Int) throws {
    var room = ReadingRoom.ready(columns, rows)
    room.press(";old fracture of the seventh rib")
    try compare(room, "note")
  }

  @Test("what the terminal can show", arguments: sizes)
  func doctor(columns: Int, rows: Int) throws {
    var room = ReadingRoom.ready(columns, rows)
    room.press("D")
    let lines = [
      ("terminal", "XTerm(389) (TERM=xterm-256color)"), ("size", "120x40 cells of 10x20 px, said CSI 16 t"),
      ("chosen", "sixel: the terminal says that it draws it"), ("gray levels", "101, dithered"),
    ]
    room.happen(
      .examined(
        TerminalReport(
          lines: lines.map { .init($0.0, $0.1) },
          advice: ["Films are drawn at most 1000x1000 px, smaller than this window."],
          graphics: Graphics(mode: .sixel, reason: ""))))
    try compare(room, "doctor")
  }

  @Test("session summary, export dialog, model card and plots", arguments: sizes)
  func ends(columns: Int, rows: Int) throws {
    for (name, keys) in [
      ("summary", "S"), ("export", "Ejj"), ("model", "K"), ("scores", "%"), ("reliability", "%j"),
      ("risk", "%jj"), ("times", "%jjj"),
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

  @Test("how the roles of a screen look, in two themes", arguments: ["dark", "light"])
  func themes(name: String) throws {
    let here = URL(filePath: #filePath).deletingLastPathComponent()
    let theme = try Theme.find(
      name, in: [here.deletingLastPathComponent().deletingLastPathComponent().path + "/Themes"])
    let lines = zip(Self.letters, Role.allCases).map { letter, role in
      let style = theme[role]
      let colors = [style.fg, style.bg].map { $0.map(Self.words) ?? "terminal's own" }.joined(
        separator: " on ")
      let flags = [
        (style.bold, "bold"), (style.dim, "dim"), (style.underline, "underline"), (style.reverse, "reverse"),
      ].filter(\.0).map(\.1)
      return ["\(letter) \(role.rawValue)", colors, flags.joined(separator: " ")].filter { !$0.isEmpty }
        .joined(separator: "  ")
    }
    try compare(lines.joined(separator: "\n") + "\n", with: "theme-\(name).txt")
  }

  private static func words(_ color: Color) -> String {
    switch color {
    case .rgb(let red, let green, let blue):
      "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    case .ansi(let index): Color.names[Int(index)]
    }
  }

  /// What stands for each role, in the order of the roles.
  private static let letters = Array(".dtblfkpFTHPAUCsuwen~BMmcr").map(String.init)

  @Test("every role has a letter of its own")
  func letters() {
    #expect(Set(Self.letters).count == Role.allCases.count && Self.letters.count == Role.allCases.count)
  }

  /// The text of the screen with `.` where a picture is, and under it the role of each cell, against
  /// `Fixtures/<name>-<columns>x<rows>.txt`. With the roles' looks in `theme-<name>.txt` that is the screen in each theme.
  private func compare(_ room: ReadingRoom, _ name: String) throws {
    let size = room.state.surface.size
    var frame = view(room.state)
    for image in frame.images { frame.grid.fill(image.rect, role: .film, with: ".") }
    let letters = Dictionary(uniqueKeysWithValues: zip(Role.allCases, Self.letters))
    let roles = (0..<size.rows).map { row in
      (0..<size.columns).map { letters[frame.grid[$0, row].role] ?? "?" }.joined()
    }
    let text = frame.grid.lines + [String(repeating: "-", count: size.columns)] + roles
    try compare(text.joined(separator: "\n") + "\n", with: "\(name)-\(size.columns)x\(size.rows).txt")
  }

  private func compare(_ screen: String, with name: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)")
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try screen.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == screen, "\(file.lastPathComponent)")
  }
}
