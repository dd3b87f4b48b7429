/// Keymaps as files: the names of keys, the lines, the mistakes.

import Terminal
import Testing

struct KeymapTests {
  func line(_ context: String, _ keys: String, _ action: String?) -> KeyBinding {
    KeyBinding(context: context, keys: Key.sequence(keys) ?? [], action: action)
  }

  @Test(
    "keys are read as they are written",
    arguments: [
      ("j", Key.character("j")), ("J", .character("J")), ("Ctrl-p", .control("p")), ("ctrl-P", .control("p")),
      ("PgDn", .pageDown), ("esc", .escape), ("Shift-Tab", .backTab), ("Space", .space),
      ("é", .character("é")), ("F1", .function(1)), ("f12", .function(12)), ("Alt-l", .alt("l")),
      ("Ctrl-Left", .held(.ctrl, .left)), ("alt-up", .held(.alt, .up)),
      ("[", .character("[")), ("\"", .character("\"")),
    ])
  func names(name: String, key: Key) {
    #expect(Key(name: name) == key)
    #expect(Key(name: key.name) == key, "its name reads back")
  }

  @Test(
    "what is no key is none",
    arguments: ["", "jj", "Ctrl-", "Ctrl-1", "F13", "Alt-", "Alt-é", "Ctrl-Home", "\u{7}"])
  func noNames(name: String) { #expect(Key(name: name) == nil) }

  @Test("a file is read line by line, whatever the order")
  func file() throws {
    let file = try KeymapFile(
      path: "keymap.toml",
      toml:
        "version = 1\npreset = \"ohif\"\n[reading]\n\"g h\" = \"film.flip\"\n\"x\" = \"none\"\n[global]\nq = \"quit\"\n"
    )
    #expect(file.preset == "ohif")
    #expect(
      file.bindings == [
        line("global", "q", "quit"), line("reading", "g h", "film.flip"), line("reading", "x", nil),
      ])
  }

  @Test(
    "a mistake in a keymap is refused by naming the file and the line's key",
    arguments: [
      ("[reading]\nq = \"quit\"", "version = 1"), ("version = 2", "version = 1"),
      ("version = 1\nq = \"quit\"", "'q' stands outside a context"),
      ("version = 1\n[reading]\n\"jj\" = \"quit\"", "[reading] 'jj' is no key"),
      ("version = 1\n[reading]\nq = 7", "must be the id of an action"),
      ("version = 1\n[reading", "not valid TOML"),
    ])
  func mistakes(toml: String, sentence: String) {
    do {
      _ = try KeymapFile(path: "keymap.toml", toml: toml)
      Issue.record("accepted: \(toml)")
    } catch {
      #expect("\(error)".contains(sentence) && "\(error)".contains("keymap.toml"), "\(error)")
    }
  }
}
