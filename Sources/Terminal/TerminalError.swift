/// What can go wrong between this program and a terminal, as facts.

/// Facts only; the sentences are in `TerminalError+Sentence.swift`.
package enum TerminalError: Error, Equatable {
  case notATerminal(descriptor: Int32)
  case cannotRead(what: String, code: Int32)
  case unknownTerminalType(String)
  case themeNotFound(name: String, directories: [String])
  case fileUnreadable(path: String)
  case fileSyntax(path: String, line: Int, reason: String)
  case themeUnknownRole(path: String, role: String)
  case themeUnknownField(path: String, role: String, field: String)
  case themeNotAStyle(path: String, role: String)
  case themeBadColor(path: String, role: String, field: String, value: String)
  case themeBadFlag(path: String, role: String, field: String)
  case themeLoop(path: String, chain: [String])
  case themeIncomplete(theme: String, missing: [Role])
  case keymapVersion(path: String)
  case keymapNotAContext(path: String, key: String)
  case keymapBadKey(path: String, context: String, key: String)
  case keymapBadAction(path: String, context: String, key: String)
}
