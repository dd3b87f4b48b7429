/// The command rows: no conflicts, no key without help, and a reason wherever a command is disabled.

import Terminal
import Testing

import Workstation

@Suite("Command rows")
struct CommandTests {
  @Test("in every context a key means one thing; arrows alone pan a zoomed film and else move the list")
  func noConflicts() {
    for context in Context.allCases {
      var meanings: [Key: [String]] = [:]
      for command in commands where command.contexts.contains(context) {
        for key in command.bindings.keys { meanings[key, default: []].append(command.id) }
      }
      for (key, ids) in meanings where ids.count > 1 {
        #expect([.up, .down, .left, .right].contains(key), "\(context): \(key) means \(ids)")
      }
    }
  }

  @Test("every command has an id of its own, keys to print and a sentence short enough for the help")
  func rowsAreComplete() {
    #expect(Set(commands.map(\.id)).count == commands.count)
    for command in commands {
      #expect(!command.keys.isEmpty && !command.help.isEmpty && !command.bindings.isEmpty, "\(command.id)")
      #expect(CellText.width(command.help) <= 24, "\(command.id): \(command.help)")
      #expect(CellText.width(command.keys) <= 12, "\(command.id): \(command.keys)")
    }
  }

  @Test("the help shows every command on an 80x24 screen")
  func helpIsWhole() {
    var room = ReadingRoom.ready(80, 24)
    room.press("?")
    for command in commands { #expect(room.screen.contains(command.help), "\(command.id)") }
    #expect(view(room.state).images.isEmpty)
    room.press("q")
    #expect(room.state.mode == .reading)
  }

  @Test("on a small screen the help scrolls to its end and stops there")
  func helpScrolls() {
    var room = ReadingRoom.ready(60, 20)
    room.press("?")
    for _ in 0..<200 { room.press("j") }
    #expect(room.screen.contains(commands.last { $0.group == .program }?.help ?? "none"))
    room.press("k")
    #expect(!room.screen.contains("MOVE"))
  }

  @Test("the key table has one line a command")
  func table() {
    #expect(keyTable().split(separator: "\n").count == commands.count + 2)
    #expect(keyTable().contains("| `Enter` | sign off, next open film | everywhere |"))
  }
}
