/// Text that goes to a terminal as lines, not as cells of a screen.

internal import CNcurses

extension CellText {
  /// `text` with its lines and tabs, and pictures for everything else that is no plain text. Where the locale writes no
  /// UTF-8 nothing but ASCII is left: single bytes of anything else could be controls to such a terminal.
  package static func printable(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0A || $0 == 0x09 }
    return isPlain ? text : printable(text, isUTF8: curses_locale_utf8() == 1)
  }

  package static func printable(_ text: String, isUTF8: Bool) -> String {
    var result = ""
    var run = String.UnicodeScalarView()
    func end() {
      for piece in pieces(String(run)) {
        result += isUTF8 ? piece.text : String(Unicode.Scalar(CellGlyph.ascii(piece.text)) ?? "?")
      }
      run = String.UnicodeScalarView()
    }
    for scalar in text.unicodeScalars {
      guard scalar == "\n" || scalar == "\t" else {
        run.append(scalar)
        continue
      }
      end()
      result.unicodeScalars.append(scalar)
    }
    end()
    return result
  }
}
