/// The sentences of terminal errors: what happened, where, and what to try.

import Glibc

extension TerminalError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notATerminal(let descriptor):
      "file descriptor \(descriptor) is not a terminal; run this in a terminal, or use `hilum read` for a table"
    case .cannotRead(let what, let code):
      "cannot read \(what): \(String(cString: strerror(code)))"
    case .unknownTerminalType(let name):
      "no terminal description for TERM='\(name)'; try TERM=xterm-256color, or install ncurses-term"
    case .themeNotFound(let name, let directories):
      "no theme '\(name)': looked for \(name).toml in \(directories.joined(separator: ", ")); choose one that is there"
    case .themeUnreadable(let path):
      "\(path): the file cannot be read; check that it exists and that you may read it"
    case .themeSyntax(let path, let line, let reason):
      "\(path):\(line): not valid TOML (\(reason)); write each role as `role = { fg = \"#rrggbb\" }`"
    case .themeUnknownRole(let path, let role):
      "\(path): unknown role '\(role)'; the roles are \(Self.list(Role.allCases))"
    case .themeUnknownField(let path, let role, let field):
      "\(path): \(role): unknown field '\(field)'; a role has fg, bg, bold, dim, underline and reverse"
    case .themeNotAStyle(let path, let role):
      "\(path): \(role) must be a table such as { fg = \"#rrggbb\", bold = true }"
    case .themeBadColor(let path, let role, let field, let value):
      "\(path): \(role).\(field) = '\(value)' is not a colour; write #rrggbb or one of \(Self.colors)"
    case .themeBadFlag(let path, let role, let field):
      "\(path): \(role).\(field) must be true or false"
    case .themeLoop(let path, let chain):
      "\(path): themes inherit in a circle (\(chain.joined(separator: " → "))); remove one `inherits`"
    case .themeIncomplete(let theme, let missing):
      "theme '\(theme)' says nothing of \(Self.list(missing)); add these roles or inherit from a complete theme"
    }
  }

  private static var colors: String { Color.names.joined(separator: ", ") }

  private static func list(_ roles: [Role]) -> String {
    roles.map(\.rawValue).joined(separator: ", ")
  }
}
