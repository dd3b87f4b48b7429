/// A theme: how every role looks. One TOML file per theme; adding a theme edits nothing else.

/// A complete look: every role has a style.
package struct Theme: Equatable, Sendable {
  package let name: String
  private let styles: [Role: Style]

  /// Fails by naming the roles that `styles` leaves out.
  init(name: String, styles: [Role: Style]) throws(TerminalError) {
    let missing = Role.allCases.filter { styles[$0] == nil }
    guard missing.isEmpty else { throw .themeIncomplete(theme: name, missing: missing) }
    self.name = name
    self.styles = styles
  }

  package subscript(role: Role) -> Style { styles[role] ?? Style() }

  /// The theme on a terminal with so many colours: without colour where there is none; with 16, a role whose ground would
  /// become that of plain text is reversed, so that what is selected stays so.
  package func fitted(to depth: ColorDepth) throws(TerminalError) -> Theme {
    if depth == .mono { return try withoutColor }
    guard depth == .ansi16 else { return self }
    let ground = self[.text].bg
    return try Theme(
      name: name,
      styles: styles.mapValues { style in
        guard let bg = style.bg, let ground, bg != ground,
          Palette.nearest16(bg.rgb) == Palette.nearest16(ground.rgb)
        else { return style }
        var style = style
        style.bg = ground
        style.reverse = true
        return style
      })
  }

  /// The same theme without any colour: attributes remain. For `NO_COLOR` and terminals without colours.
  package var withoutColor: Theme {
    get throws(TerminalError) {
      try Theme(
        name: name,
        styles: styles.mapValues { style in
          var style = style
          (style.fg, style.bg) = (nil, nil)
          return style
        })
    }
  }
}
