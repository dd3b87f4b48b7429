/// Keys as values, decoded once at the edge.

package enum Key: Equatable, Hashable, Sendable {
  /// A printable character, case kept.
  case character(Character)
  /// Ctrl with a letter, lower case: `.control("p")` is Ctrl-p.
  case control(Character)
  case enter, escape, tab, backTab, backspace, delete, space
  case up, down, left, right, pageUp, pageDown, home, end
  /// Alt with a printable character of ASCII, case kept.
  case alt(Character)
  /// F1 to F12.
  case function(Int)
  /// An arrow with Ctrl or Alt held.
  case held(Modifier, Arrow)

  package enum Modifier: String, CaseIterable, Sendable {
    case ctrl = "Ctrl", alt = "Alt"
  }

  package enum Arrow: String, CaseIterable, Sendable {
    case up = "Up", down = "Down", left = "Left", right = "Right"
  }
}
