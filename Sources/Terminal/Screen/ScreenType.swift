/// What the environment says about the terminal: its type, and how many colours it shows.

import Glibc

struct ScreenType: Equatable {
  let name: String
  /// `COLORTERM` promises 24-bit colour.
  let isTrueColor: Bool
  /// `NO_COLOR` is set and not empty (no-color.org).
  let isPlain: Bool

  static func current() -> ScreenType {
    func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }
    return ScreenType(
      name: variable("TERM"), isTrueColor: ["truecolor", "24bit"].contains(variable("COLORTERM")),
      isPlain: !variable("NO_COLOR").isEmpty)
  }

  /// Terminal descriptions to try, best first: with 24-bit colour there may be a `-direct` twin.
  var candidates: [String] {
    let stem = name.hasSuffix("-256color") ? String(name.dropLast(9)) : name
    return isTrueColor && !isPlain && !stem.isEmpty ? ["\(stem)-direct", name] : [name]
  }

  /// The Linux console and dumb terminals print questions instead of answering them.
  var answers: Bool { !["", "dumb", "linux", "cons25", "vt52"].contains(name) }

  /// Colours for text, of which curses knows `colors`.
  func depth(colors: Int) -> ColorDepth {
    if isPlain || colors < 8 { return .mono }
    return colors > 256 ? .direct : colors >= 256 ? .indexed256 : .ansi16
  }

  /// Colours for half-blocks, which are written without curses.
  func pictureDepth(_ text: ColorDepth) -> ColorDepth { isTrueColor && !isPlain ? .direct : text }
}
