/// Keymaps that come with the program: its own, and the keys that readers of two other viewers have in their fingers.

package import Terminal

/// A named layer of keys. To add one is to add a row to `all`.
package struct KeymapPreset: Sendable {
  package let name: String
  /// What it is, for the documentation.
  package let words: String
  private let toml: String

  package func bindings() throws(TerminalError) -> [KeyBinding] {
    try KeymapFile(path: "keymap \(name)", toml: "version = \(KeymapFile.version)\n" + toml).bindings
  }

  package static let all = [
    KeymapPreset(name: "default", words: "the program's own", toml: ""),
    KeymapPreset(name: "ohif", words: "OHIF Viewer 3", toml: ohif),
    KeymapPreset(name: "weasis", words: "Weasis 4", toml: weasis),
  ]

  /// OHIF's `hotkeyBindings`: flips and turns on single letters, digits for windows, Space resets the viewport, arrows left and
  /// right go from viewport to viewport, up and down from image to image, page keys from series to series.
  private static let ohif = """
    [everywhere]
    "Ctrl-z" = "undo"
    "Ctrl-y" = "redo"
    "Ctrl-t" = "suspend"
    [reading]
    "h" = "geometry.turn.flipHorizontally"
    "v" = "geometry.turn.flipVertically"
    "r" = "geometry.turn.clockwise"
    "l" = "geometry.turn.counterclockwise"
    "i" = "film.invert"
    "Space" = "film.reset"
    "x" = "overlay.peek"
    "1" = "preset.take.mediastinum"
    "2" = "preset.take.lung"
    "3" = "preset.take.bone"
    "PgUp" = "study.move.previous"
    "PgDn" = "study.move.next"
    "Home" = "queue.ends.first"
    "End" = "queue.ends.last"
    "Left" = "pane.previous"
    "Right" = "pane.next"
    [film]
    "h" = "geometry.turn.flipHorizontally"
    "l" = "geometry.turn.counterclockwise"
    "H" = "film.pan.left"
    "L" = "film.pan.right"
    "K" = "film.pan.up"
    "J" = "film.pan.down"
    "Left" = "pane.previous"
    "Right" = "pane.next"
    "Up" = "study.move.previous"
    "Down" = "study.move.next"
    [findings]
    "i" = "film.invert"
    "P" = "finding.provenance"
    "Left" = "pane.previous"
    "Right" = "pane.next"
    [queue]
    "Left" = "pane.previous"
    "Right" = "pane.next"
    "PgUp" = "study.move.previous"
    "PgDn" = "study.move.next"
    [compare]
    "h" = "geometry.turn.flipHorizontally"
    "v" = "geometry.turn.flipVertically"
    "r" = "geometry.turn.clockwise"
    "l" = "geometry.turn.counterclockwise"
    "i" = "film.invert"
    "Space" = "film.reset"
    [draw]
    "Backspace" = "annotate.erase"
    """

  /// Weasis' `ShortcutManager`: W window and level, D line, A angle, B text, G draw, H crosshair, Space and I the information
  /// layer, arrows left and right from series to series, page keys to the first and last; digits 0 to 2 for the automatic window
  /// and the file's own, 3 and up for presets; Alt-L, Alt-R and Alt-F turn and flip, Alt with arrows pans, Ctrl with arrows goes
  /// from study to study. Where a terminal keeps Alt for itself, F begins the turns.
  private static let weasis = """
    [reading]
    "w" = "film.windowing"
    "W" = "film.presets"
    "0" = "preset.take.auto"
    "1" = "preset.take.file"
    "3" = "preset.take.lung"
    "4" = "preset.take.mediastinum"
    "5" = "preset.take.bone"
    "6" = "preset.take.lines"
    "d" = "annotate.shape.line"
    "a" = "annotate.shape.angle"
    "b" = "annotate.shape.text"
    "g" = "annotate"
    "h" = "film.probe"
    "F" = "film.geometry"
    "Alt-l" = "geometry.turn.counterclockwise"
    "Alt-r" = "geometry.turn.clockwise"
    "Alt-f" = "geometry.turn.flipHorizontally"
    "Ctrl-Left" = "study.move.previous"
    "Ctrl-Right" = "study.move.next"
    "Space" = "film.info"
    "i" = "film.info"
    "x" = "overlay.peek"
    "v" = "film.invert"
    "L" = "browser"
    "Left" = "study.move.previous"
    "Right" = "study.move.next"
    "PgUp" = "queue.ends.first"
    "PgDn" = "queue.ends.last"
    "Home" = "queue.ends.first"
    "End" = "queue.ends.last"
    [film]
    "h" = "film.probe"
    "i" = "film.info"
    "v" = "film.invert"
    "H" = "film.pan.left"
    "L" = "film.pan.right"
    "K" = "film.pan.up"
    "J" = "film.pan.down"
    "Alt-Left" = "film.pan.left"
    "Alt-Right" = "film.pan.right"
    "Alt-Up" = "film.pan.up"
    "Alt-Down" = "film.pan.down"
    "Left" = "study.move.previous"
    "Right" = "study.move.next"
    [findings]
    "i" = "film.info"
    "P" = "finding.provenance"
    "Left" = "study.move.previous"
    "Right" = "study.move.next"
    [queue]
    "i" = "film.info"
    "v" = "film.invert"
    "Left" = "study.move.previous"
    "Right" = "study.move.next"
    "PgUp" = "queue.ends.first"
    "PgDn" = "queue.ends.last"
    [window]
    "w" = "window.end"
    """
}
