/// Keymaps over the command rows: what a line changes, what it leaves, and every conflict in a sentence.

import Terminal
import Testing

import Workstation

@Suite("Keymaps")
struct KeymapTests {
  private func table(_ toml: String) throws -> KeyTable {
    KeyTable([try KeymapFile(path: "keymap.toml", toml: "version = 1\n" + toml).bindings])
  }

  private func room(_ toml: String) throws -> ReadingRoom {
    var room = ReadingRoom.ready(200, 60)
    room.state.keys = try table(toml)
    return room
  }

  @Test("a key does what the keymap says, and no longer what it did")
  func rebinding() throws {
    var room = try room("[reading]\n\"X\" = \"film.invert\"\n\"C\" = \"none\"\n")
    room.press("X")
    #expect(room.state.look.tone.inverted)
    room.press("C")
    #expect(!room.state.look.isEqualised)
    room.press("i")
    #expect(!room.state.look.tone.inverted, "the action keeps the keys that it had")
  }

  @Test("a key behind a prefix is bound as a sequence, and the prefix may have a key of its own")
  func sequences() throws {
    var room = try room("[reading]\n\"X\" = \"film.geometry\"\n\"g t\" = \"geometry.turn.clockwise\"\n")
    room.press("gt")
    #expect(room.state.look.pose.words == "turned 90")
    room.press("Xt")
    #expect(room.state.look.pose.words == "turned 180")
    #expect(room.state.keys["geometry.turn.clockwise"] == "X t")
  }

  @Test("an action may be bound where its row does not hold")
  func elsewhere() throws {
    var room = try room("[film]\n\"h\" = \"geometry.turn.flipHorizontally\"\n")
    room.press("<Tab>h")
    #expect(room.state.look.pose.isMirrored)
    room.press("<Tab>h")
    #expect(room.state.look.pose.isMirrored, "only in the film")
  }

  @Test("help, palette, last line and sentences show the keys in force")
  func shown() throws {
    var room = try room(
      "[reading]\n\"T\" = \"browser\"\n\"U\" = \"study.reveal\"\n\"B\" = \"study.blindFirst\"\n")
    #expect(room.screen.contains("T browse"))
    room.press(":browser")
    #expect(room.screen.split(separator: "\n").contains { $0.contains("> browser ") && $0.hasSuffix(" T") })
    room.press("<Esc>?browse")
    #expect(room.screen.contains("T            browse the whole queue"))
    room.press("<Esc>B")
    #expect(room.screen.contains("U reveals them"))
    #expect(room.state.keys.markdown.contains("| `T` | browse the whole queue | reading |"))
  }

  @Test("a line that says what holds already changes nothing: the printed keymap is the keymap in force")
  func roundTrip() throws {
    let again = KeyTable([
      try KeymapFile(path: "keymap.toml", toml: KeyTable.standard.toml).bindings
    ])
    #expect(again.problems == [])
    #expect(again.markdown == KeyTable.standard.markdown)
  }

  @Test(
    "each conflict is reported in one sentence",
    arguments: [
      ("[attic]\nx = \"quit\"", "[attic] is no context; `hilum keys --toml` lists them"),
      (
        "[reading]\nX = \"film.fold\"",
        "[reading] X: no action is called 'film.fold'; `hilum keys --toml` lists them"
      ),
      (
        "[reading]\n\"Ctrl-k\" = \"export\"\n\"ctrl-K\" = \"palette\"",
        "[reading] Ctrl-k means both export and palette: the first holds"
      ),
      (
        "[reading]\n\"o x\" = \"export\"",
        "[reading] o x cannot be reached: o already means overlay.cycle"
      ),
      ("[reading]\n\"X y\" = \"export\"", "[reading] X y cannot be reached: X opens nothing there"),
      ("[palette]\nx = \"export\"", "[palette] x cannot be reached: text is typed there"),
      (
        "[everywhere]\nf = \"export\"",
        "[everywhere] f does not mean export in draw (annotate.label), export (export.folder)"
      ),
      (
        "[reading]\ny = \"export\"",
        "finding.answer.present has no key left: bind one, or use the palette"
      ),
    ])
  func conflicts(toml: String, sentence: String) throws {
    #expect(try table(toml).problems.map(\.sentence) == [sentence])
  }

  @Test("a command whose last key was taken is still in the palette, and the last line does not offer it")
  func keyless() throws {
    var room = try room("[reading]\n\"b\" = \"none\"\n")
    #expect(!room.screen.contains("browse"))
    room.press(":browser<Enter>")
    #expect(room.state.stack.count == 2)
  }

  @Test("every preset can be read and conflicts with nothing", arguments: KeymapPreset.all.map(\.name))
  func presets(name: String) throws {
    let preset = try #require(KeymapPreset.all.first { $0.name == name })
    let table = KeyTable([try preset.bindings(), []])
    #expect(table.problems.map(\.sentence) == [])
    for action in ["finding.answer.present", "study.signOff", "undo", "help", "palette", "quit"] {
      #expect(!table[action].hasPrefix("the palette"), "\(action) needs a key in \(name)")
    }
  }

  @Test("OHIF's hands flip, turn, invert and window; Weasis' draw a line and walk the studies")
  func hands() throws {
    var ohif = ReadingRoom.ready()
    ohif.state.keys = KeyTable([try KeymapPreset.all[1].bindings()])
    ohif.press("h")
    #expect(ohif.state.look.pose.isMirrored)
    ohif.press("<Space>2")
    #expect(ohif.state.look.pose.isAsFiled && ohif.state.look.tone.preset == .lung)
    ohif.press("y")
    ohif.press("<C-z>")
    #expect(ohif.state.message == .refusal("the last act is still being saved"))
    var weasis = ReadingRoom.ready()
    weasis.state.keys = KeyTable([try KeymapPreset.all[2].bindings()])
    weasis.press("<Right>")
    #expect(weasis.state.queue.shown == 1)
    weasis.happen(.key(.held(.ctrl, .left)))
    #expect(weasis.state.queue.shown == 0)
    weasis.happen(.key(.alt("f")))
    #expect(weasis.state.look.pose.isMirrored)
    weasis.press("d")
    #expect((weasis.state.top as? AnnotateScreen)?.draft?.shape == .line)
  }
}
