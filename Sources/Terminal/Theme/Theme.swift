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
