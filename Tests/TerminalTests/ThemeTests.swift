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

  @Test("with eight colours no text has the colour of its ground", arguments: Theme.names(in: [shipped]))
  func eightColors(name: String) throws {
    let theme = try Theme.find(name, in: [Self.shipped]).fitted(to: .ansi16)
    for role in Role.allCases {
      guard let fg = theme[role].fg, let bg = theme[role].bg else { continue }
      let (text, ground) = (Palette.nearest16(fg.rgb), Palette.nearest16(bg.rgb))
      let pair = Palette.eight(text, on: ground)
      #expect(pair.text < 8 && pair.ground < 8 && pair.text != pair.ground, "\(name) \(role)")
    }
    #expect(Palette.eight(8, on: 0) == (7, 0), "dark gray is still read")
  }

  @Test("away from every folder the default theme is there, the same as its file, and no other is")
  func builtIn() throws {
    #expect(try Theme.find(Theme.standard, in: []) == Theme.find(Theme.standard, in: [Self.shipped]))
    #expect(Theme.names(in: ["/nonexistent"]) == [Theme.standard])
    #expect(throws: TerminalError.themeNotFound(name: "light", directories: ["/nonexistent"])) {
      try Theme.find("light", in: ["/nonexistent"])
    }
  }

  @Test("high contrast reaches 7 to 1 in every role")
  func highContrast() throws {
    let theme = try Theme.find("contrast", in: [Self.shipped])
    for role in Role.allCases where role != .barTrack {
      guard let fg = theme[role].fg, let bg = theme[role].bg else { continue }
      #expect(Palette.contrast(fg.rgb, bg.rgb) >= 7, "\(role)")
    }
  }

  /// How a colour looks without one kind of cone: linear RGB by the matrices for severity 1 of Machado, Oliveira and
  /// Fernandes (2009).
  static let blindness: [(String, [SIMD3<Double>])] = [
    (
      "protan",
      [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    (
      "deutan",
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    (
      "tritan",
      [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
  ]

  func seen(_ color: SIMD3<UInt8>, _ matrix: [SIMD3<Double>]) -> SIMD3<Double> {
    let linear = SIMD3<Double>((0..<3).map { pow(Double(color[$0]) / 255, 2.2) })
    return SIMD3((0..<3).map { pow(max(0, min(1, (matrix[$0] * linear).sum())), 1 / 2.2) * 255 })
  }

  func distance(_ a: Color?, _ b: Color?, _ matrix: [SIMD3<Double>]) -> Double {
    let difference = seen(a?.rgb ?? [0, 0, 0], matrix) - seen(b?.rgb ?? [0, 0, 0], matrix)
    return (difference * difference).sum().squareRoot()
  }

  @Test("in the colour-blind theme no two states look alike without one kind of cone")
  func colorBlind() throws {
    let theme = try Theme.find("colorblind", in: [Self.shipped])
    let states: [Role] = [.present, .absent, .uncertain, .critical]
    for (name, matrix) in Self.blindness {
      for (index, a) in states.enumerated() {
        for b in states[(index + 1)...] {
          let distance = max(
            distance(theme[a].fg, theme[b].fg, matrix), distance(theme[a].bg, theme[b].bg, matrix))
          #expect(distance >= 50, "\(a) and \(b) for \(name): \(distance)")
        }
      }
    }
  }

  @Test(
    "with 16 colours what is selected stays marked, and without colours nothing is lost",
    arguments: Theme.names(in: [shipped]))
  func fewColors(name: String) throws {
    let theme = try Theme.find(name, in: [Self.shipped])
    let fitted = try theme.fitted(to: .ansi16)
    for role in [Role.selected, .banner] {
      let (style, text) = (fitted[role], fitted[.text])
      let grounds = [style.bg, text.bg].map { $0.map { Palette.nearest16($0.rgb) } }
      #expect(style.reverse || grounds[0] != grounds[1], "\(name) \(role)")
    }
    #expect(try theme.fitted(to: .mono) == theme.withoutColor)
    #expect(try theme.fitted(to: .direct) == theme)
  }

  @Test("the shipped themes include dark, light and mono; mono uses no colour")
  func shippedNames() throws {
    #expect(
      Set(Theme.names(in: [Self.shipped])).isSuperset(of: [
        "dark", "light", "contrast", "colorblind", "mono", "ansi", "nord", "gruvbox",
      ]))
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
