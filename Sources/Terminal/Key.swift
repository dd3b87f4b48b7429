/// Keys as values, decoded once at the edge.

package enum Key: Equatable, Hashable, Sendable {
  /// A printable character, case kept.
  case character(Character)
  /// Ctrl with a letter, lower case: `.control("p")` is Ctrl-p.
  case control(Character)
  case enter, escape, tab, backTab, backspace, delete, space
  case up, down, left, right, pageUp, pageDown, home, end
}
