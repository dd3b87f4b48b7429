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
    case .fileUnreadable(let path):
      "\(path): the file cannot be read; check that it exists and that you may read it"
    case .fileSyntax(let path, let line, let reason):
      "\(path):\(line): not valid TOML: \(reason)"
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
    case .keymapVersion(let path):
      "\(path): the first line must be `version = \(KeymapFile.version)`, the format that this program reads"
    case .keymapNotAContext(let path, let key):
      "\(path): '\(key)' stands outside a context; write [reading] or another context above it"
    case .keymapBadKey(let path, let context, let key):
      "\(path): [\(context)] '\(key)' is no key; write keys as in the help (j, Ctrl-p, Enter), sequences with spaces"
    case .keymapBadAction(let path, let context, let key):
      "\(path): [\(context)] '\(key)' must be the id of an action in quotes, or \"none\""
    }
  }

  private static var colors: String { Color.names.joined(separator: ", ") }

  private static func list(_ roles: [Role]) -> String {
    roles.map(\.rawValue).joined(separator: ", ")
  }
}
