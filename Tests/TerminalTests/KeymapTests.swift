/// Keymaps: the names of keys, the file, what wins where, and what is reported.

import Terminal
import Testing

struct KeymapTests {
  static let tree = ContextTree(
    roots: ["global"], parents: ["queue": "global", "reading": "global", "image": "reading"])
  static let actions: Set<String> = ["quit", "help", "film.flip", "film.zoomIn", "finding.yes", "queue.next"]

  func line(_ context: String, _ keys: String, _ action: String?) -> KeyBinding {
    KeyBinding(context: context, keys: Key.sequence(keys) ?? [], action: action)
  }

  func keymap(_ layers: [KeyBinding]...) -> Keymap {
    Keymap(layers, tree: Self.tree, actions: Self.actions)
  }

  @Test(
    "keys are read as they are written",
    arguments: [
      ("j", Key.character("j")), ("J", .character("J")), ("Ctrl-p", .control("p")), ("ctrl-P", .control("p")),
      ("PgDn", .pageDown), ("esc", .escape), ("Shift-Tab", .backTab), ("Space", .space),
      ("é", .character("é")),
      ("[", .character("[")), ("\"", .character("\"")),
    ])
  func names(name: String, key: Key) {
    #expect(Key(name: name) == key)
    #expect(Key(name: key.name) == key, "its name reads back")
  }

  @Test("what is no key is none", arguments: ["", "jj", "Ctrl-", "Ctrl-1", "F1", "Alt-j", "\u{7}"])
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

  @Test("a key is looked for from the inside outwards, and what lies on top wins")
  func meaning() {
    let map = keymap(
      [
        line("global", "q", "quit"), line("reading", "g h", "film.flip"), line("global", "g g", "help"),
        line("reading", "y", "finding.yes"),
      ],
      [line("reading", "q", nil), line("image", "y", "film.zoomIn")])
    #expect(map.meaning(of: [.character("q")], in: "queue") == .action("quit"))
    #expect(map.meaning(of: [.character("q")], in: "reading") == nil, "taken away")
    #expect(map.meaning(of: [.character("y")], in: "image") == .action("film.zoomIn"))
    #expect(map.meaning(of: [.character("y")], in: "reading") == .action("finding.yes"))
    #expect(map.meaning(of: [.character("g")], in: "image") == .prefix)
    #expect(map.meaning(of: [.character("g"), .character("h")], in: "image") == .action("film.flip"))
    #expect(map.meaning(of: [.character("g"), .character("g")], in: "image") == .action("help"))
    #expect(map.meaning(of: [.character("g"), .character("x")], in: "image") == nil)
    #expect(map.continuations(of: [.character("g")], in: "reading").map(\.action) == ["help", "film.flip"])
    #expect(map.keys(of: "finding.yes", in: "reading") == ["y"])
    #expect(map.keys(of: "finding.yes", in: "image") == [], "another action has its key there")
    #expect(map.problems == [])
  }

  @Test("conflicts, unknown names and keys out of reach are reported in words")
  func problems() {
    let map = keymap(
      [line("global", "q", "quit")],
      [
        line("reading", "y", "finding.yes"), line("reading", "y", "film.flip"), line("attic", "x", "quit"),
        line("reading", "z", "film.fold"), line("image", "g", "help"), line("image", "g h", "film.flip"),
      ])
    #expect(
      Set(map.problems.map(\.sentence)) == [
        "[reading] y means both finding.yes and film.flip", "[attic] is no context of the keymap",
        "[reading] z: no action is called 'film.fold'",
        "[image] g h cannot be reached: g already means help",
      ])
    #expect(map.meaning(of: [.character("y")], in: "reading") == .action("finding.yes"), "the first stays")
  }
}
