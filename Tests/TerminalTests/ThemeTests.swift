/// Themes: every shipped one is complete and legible, and every mistake in one is named.

import Foundation
import Terminal
import Testing

struct ThemeTests {
  static let shipped = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Themes").path

  /// Lines and quiet text may be fainter than what is read; an empty bar's track is decoration.
  static func requiredContrast(_ role: Role) -> Double {
    switch role {
    case .dim, .border, .barFill, .film: 3
    case .barTrack: 1.3
    default: 4.5
    }
  }

  @Test("every shipped theme has every role with enough contrast", arguments: Theme.names(in: [shipped]))
  func contrast(name: String) throws {
    let theme = try Theme.find(name, in: [Self.shipped])
    for role in Role.allCases {
      guard let fg = theme[role].fg, let bg = theme[role].bg else { continue }
      let ratio = Palette.contrast(fg.rgb, bg.rgb)
      #expect(ratio >= Self.requiredContrast(role), "\(name) \(role)")
      let (fg256, bg256) = (Palette.nearest256(fg.rgb), Palette.nearest256(bg.rgb))
      let indexed = Palette.contrast(Palette.rgb(fg256), Palette.rgb(bg256))
      #expect(indexed >= Self.requiredContrast(role) * 0.9, "\(name) \(role) in 256 colours")
    }
  }

  @Test("the shipped themes include dark, light and mono; mono uses no colour")
  func shippedNames() throws {
    #expect(Set(Theme.names(in: [Self.shipped])).isSuperset(of: ["dark", "light", "mono", "ansi"]))
    let mono = try Theme.find("mono", in: [Self.shipped])
    #expect(Role.allCases.allSatisfy { mono[$0].fg == nil && mono[$0].bg == nil })
    #expect(mono[.selected].reverse)
    let dark = try Theme.find("dark", in: [Self.shipped]).withoutColor
    #expect(Role.allCases.allSatisfy { dark[$0].fg == nil && dark[$0].bg == nil })
  }

  /// Writes theme files into a new folder and finds `name` there.
  func find(_ name: String, _ files: [String: String]) throws -> Theme {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (file, text) in files {
      try Data(text.utf8).write(to: folder.appending(path: "\(file).toml"))
    }
    return try Theme.find(name, in: [folder.path, Self.shipped])
  }

  @Test("a theme of one line inherits the rest")
  func inheritance() throws {
    let mine = try find(
      "mine", ["mine": "inherits = \"dark\"\ntitle = { fg = \"#ffffff\", underline = true }"])
    let dark = try Theme.find("dark", in: [Self.shipped])
    #expect(mine[.title].fg == .rgb(255, 255, 255) && mine[.title].underline)
    #expect(mine[.title].bg == dark[.text].bg)
    #expect(mine[.critical] == dark[.critical])
  }

  @Test(
    "a mistake in a theme is refused by naming the file, the role and what is wrong",
    arguments: [
      ("inherits = \"dark\"\ntitel = { bold = true }", "unknown role 'titel'"),
      ("inherits = \"dark\"\ntitle = { fg = \"#12345\" }", "title.fg = '#12345' is not a colour"),
      ("inherits = \"dark\"\ntitle = { fg = \"#+12345\" }", "title.fg = '#+12345' is not a colour"),
      ("inherits = \"dark\"\ntitle = { fg = 7 }", "title.fg = '7' is not a colour"),
      ("inherits = \"dark\"\ntitle = { bold = 1 }", "title.bold must be true or false"),
      ("inherits = \"dark\"\ntitle = { italic = true }", "unknown field 'italic'"),
      ("inherits = \"dark\"\ntitle = \"red\"", "title must be a table"),
      ("inherits = \"dark\"\ntitle = {", "not valid TOML"),
      ("inherits = \"bad\"", "bad → bad"),
      ("inherits = \"none\"", "no theme 'none'"),
      ("title = { bold = true }", "says nothing of text, dim, border"),
    ])
  func mistakes(toml: String, sentence: String) {
    do {
      _ = try find("bad", ["bad": toml])
      Issue.record("accepted: \(toml)")
    } catch {
      #expect("\(error)".contains(sentence), "\(error)")
      #expect("\(error)".contains("bad") || "\(error)".contains("none"))
    }
  }

  @Test("a theme name is a name, not a path", arguments: ["../dark", "", ".hidden", "/etc/passwd"])
  func names(name: String) {
    #expect(throws: TerminalError.themeNotFound(name: name, directories: [Self.shipped])) {
      try Theme.find(name, in: [Self.shipped])
    }
  }

  @Test("colours map to the nearest palette entry")
  func palette() {
    #expect(Palette.nearest256([0, 0, 0]) == 16)
    #expect(Palette.nearest256([255, 0, 0]) == 196)
    #expect(Palette.nearest256([128, 128, 128]) == 244)
    #expect(Palette.nearest16([250, 250, 250]) == 15)
    #expect(abs(Palette.contrast([0, 0, 0], [255, 255, 255]) - 21) < 1e-9)
    for index in UInt8(16)...255 {
      #expect(Palette.rgb(Palette.nearest256(Palette.rgb(index))) == Palette.rgb(index))
    }
  }
}
