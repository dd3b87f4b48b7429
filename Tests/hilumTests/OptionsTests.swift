/// The configuration file: every option, every mistake, and the page that documents them.

import Foundation
import Testing

import hilum

struct OptionsTests {
  @Test("every option of the file arrives")
  func all() throws {
    let options = try Options(
      path: "config.toml",
      toml: """
        theme = "light"
        graphics = "kitty"
        mouse = false
        keymap = "ohif"
        ramp = "cividis"
        cell = "9x18"
        pack = "none"
        session = "/tmp/s.jsonl"
        threads = 3
        precision = "eightBits"
        """)
    var expected = Options()
    expected.theme = "light"
    expected.graphics = .kitty
    expected.mouse = false
    expected.keymap = "ohif"
    expected.ramp = .cividis
    expected.cell = .init(width: 9, height: 18)
    expected.pack = "none"
    expected.session = "/tmp/s.jsonl"
    expected.threads = 3
    expected.precision = .eightBits
    #expect(options == expected)
    #expect(try Options(path: "", toml: "") == Options())
    #expect(try Options(path: "", toml: "graphics = \"auto\"").graphics == nil)
    #expect(try Options.read("/nonexistent/config.toml") == Options())
  }

  @Test(
    "a mistake is refused by naming the file, the key and what to write",
    arguments: [
      ("tehme = \"dark\"", "there is no option 'tehme'; the options are theme, graphics"),
      ("theme = 3", "theme = 3 must be the name of a theme"), ("mouse = \"no\"", "mouse"),
      ("graphics = \"svga\"", "must be \"auto\", \"kitty\""), ("cell = \"8\"", "\"WIDTHxHEIGHT\""),
      ("keymap = \"emacs\"", "\"default\", \"ohif\", \"weasis\""), ("cell = \"8x1\"", "2 to 200"),
      ("threads = 0", "1 to 256"), ("ramp = \"jet\"", "\"viridis\""),
      ("theme = \"dark", "config.toml:1: not valid TOML"),
    ])
  func mistakes(toml: String, sentence: String) {
    do {
      _ = try Options(path: "config.toml", toml: toml)
      Issue.record("accepted: \(toml)")
    } catch {
      #expect("\(error)".contains(sentence) && "\(error)".hasPrefix("config.toml"), "\(error)")
    }
  }

  @Test("the page of the documentation has the table of these rows")
  func page() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Docs/Configuration.md")
    #expect(try String(contentsOf: page, encoding: .utf8).contains(OptionRow.table))
  }
}
