/// Comma-separated values (RFC 4180): quoted cells, doubled quotes, line ends inside quotes.

package enum CSV {
  /// The lines that are not empty, each with the number of its first line in the file.
  package static func parse(_ text: String, file: String) throws(TrainError) -> [(line: Int, cells: [String])]
  {
    var lines: [(line: Int, cells: [String])] = []
    var (cells, cell): ([String], [UInt8]) = ([], [])
    var (line, start, quoted) = (1, 1, false)
    let bytes = Array(text.utf8)
    var i = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    func endLine() {
      cells.append(String(decoding: cell, as: UTF8.self))
      if cells != [""] { lines.append((start, cells)) }
      (cells, cell) = ([], [])
    }
    while i < bytes.count {
      switch (bytes[i], quoted) {
      case (UInt8(ascii: "\""), true):
        if i + 1 < bytes.count, bytes[i + 1] == UInt8(ascii: "\"") {
          cell.append(bytes[i])
          i += 1
        } else {
          quoted = false
        }
      case (UInt8(ascii: "\""), false) where cell.isEmpty: quoted = true
      case (UInt8(ascii: ","), false):
        cells.append(String(decoding: cell, as: UTF8.self))
        cell = []
      case (UInt8(ascii: "\r"), false) where i + 1 < bytes.count && bytes[i + 1] == UInt8(ascii: "\n"): break
      case (UInt8(ascii: "\n"), false):
        endLine()
        line += 1
        start = line
      case (let byte, _):
        if byte == UInt8(ascii: "\n") { line += 1 }
        cell.append(byte)
      }
      i += 1
    }
    guard !quoted else { throw .row(file: file, line: start, reason: "a quote is opened and not closed") }
    endLine()
    return lines
  }
}
