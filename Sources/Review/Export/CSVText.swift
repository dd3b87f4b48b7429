/// Comma-separated lines that a spreadsheet cannot take for formulas.

enum CSVText {
  /// One line without its end: quoted where RFC 4180 asks for it, and with an apostrophe before what a spreadsheet would
  /// compute (OWASP, CSV injection).
  static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") }

  private static func cell(_ text: String) -> String {
    let starts: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠"]
    let isNumber = Double(text) != nil
    let inert = text.unicodeScalars.first.map { starts.contains($0) } == true && !isNumber ? "'" + text : text
    let needsQuotes = inert.unicodeScalars.contains { [",", "\"", "\n", "\r"].contains($0) }
    return needsQuotes ? "\"" + inert.replacing("\"", with: "\"\"") + "\"" : inert
  }
}
