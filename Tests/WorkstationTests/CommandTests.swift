/// The command rows: no conflicts, no key without help, and a reason wherever a command is disabled.

import Terminal
import Testing

import Workstation

@Suite("Command rows")
struct CommandTests {
  /// Rows that share a key on purpose: of each pair at most one is enabled.
  private let shared: [Set<String>] = [["back", "quit"]]

  @Test("in every context a key means one thing; a nearer context may give it another meaning")
  func noConflicts() {
    for context in Set(commands.flatMap(\.contexts)) {
      var meanings: [Key: Set<String>] = [:]
      for command in commands where command.contexts.contains(context) {
        for key in command.steps.flatMap(\.keys) { meanings[key, default: []].insert(command.id) }
      }
      for (key, ids) in meanings where ids.count > 1 {
        let isArrow = [.up, .down, .left, .right].contains(key)
        #expect(isArrow || shared.contains(ids), "\(context.name): \(key) means \(ids)")
      }
    }
  }

  @Test("every command has an id of its own, keys to print and a sentence short enough for the help")
  func rowsAreComplete() {
    let ids = commands.flatMap { command in command.steps.map(command.id(of:)) }
    #expect(Set(ids).count == ids.count)
    for command in commands {
      let keys = KeyTable.standard.keys(of: command)
      #expect(!keys.isEmpty && !command.help.isEmpty, "\(command.id)")
      #expect(command.steps.allSatisfy { !$0.keys.isEmpty }, "\(command.id) has a key that nobody can press")
      #expect(CellText.width(command.help) <= 24, "\(command.id): \(command.help)")
      #expect(CellText.width(keys) <= 12, "\(command.id): \(keys)")
    }
  }

  @Test("the help of a screen lists every command that it has, and ? again those of all screens")
  func helpIsWhole() {
    var room = ReadingRoom.ready(200, 60)
    room.press("?")
    for command in commands where command.holds(in: .queuePane) {
      #expect(room.screen.contains(command.help), "\(command.id)")
    }
    #expect(!room.screen.contains("scroll the help"))
    #expect(view(room.state).images.isEmpty)
    room.press("?")
    #expect(room.screen.contains("scroll the help"))
    room.press("q")
    #expect(room.state.stack.count == 1)
  }

  @Test("typing in the help leaves the commands that have these letters")
  func helpFilters() {
    var room = ReadingRoom.ready()
    room.press("?zoom")
    #expect(room.screen.contains("zoom in, out"))
    #expect(!room.screen.contains("sign off, next open film"))
    room.press("<Esc>")
    #expect(room.state.stack.count == 1)
  }

  @Test("on a small screen the help scrolls to its end and stops there")
  func helpScrolls() {
    var room = ReadingRoom.ready(60, 20)
    room.press("?")
    for _ in 0..<200 { room.press("<Down>") }
    #expect(room.screen.contains("draw everything again"))
    #expect(!room.screen.contains("MOVE"))
  }

  @Test("the palette finds a command by a few of its letters, teaches its key and does it")
  func palette() {
    var room = ReadingRoom.ready()
    room.press(":fiinv")
    #expect(room.screen.contains("film.invert"))
    #expect(!view(room.state).images.isEmpty, "the film stays in sight")
    room.press("<Enter>")
    #expect(room.state.look.tone.inverted)
    #expect(room.state.stack.count == 1)
  }

  @Test("the palette says why a command cannot be used now")
  func paletteRefuses() {
    var room = ReadingRoom.ready()
    room.press(":film.pan.left<Enter>")
    #expect(room.state.message == .refusal("the whole film is in view: + zooms in"))
  }

  @Test("every screen's rows are in the one list, and no screen is listed twice")
  func registry() {
    #expect(Set(screens.map { $0.title }).count == screens.count)
    for screen in screens {
      for command in screen.commands { #expect(commands.contains { $0.id == command.id }, "\(command.id)") }
    }
  }

  @Test("the key table has one line a command")
  func table() {
    let table = KeyTable.standard.markdown
    #expect(table.split(separator: "\n").count == commands.count + 2)
    #expect(table.contains("| `Enter` | sign off, next open film | reading |"))
  }
}
