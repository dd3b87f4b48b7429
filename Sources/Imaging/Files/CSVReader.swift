/// Comma-separated values (RFC 4180): quoted cells, doubled quotes, line ends inside quotes.

/// One line that holds something.
package struct CSVLine: Equatable, Sendable {
  /// Where it begins in the file, from 1.
  package let number: Int
  package let cells: [String]
}

/// Why a text is no table. The number is that of the line where the fault begins.
package enum CSVError: Error, Equatable, Sendable, CustomStringConvertible {
  case openQuote(line: Int)
  case textAfterQuote(line: Int)

  package var line: Int {
    switch self {
    case .openQuote(let line), .textAfterQuote(let line): line
    }
  }

  package var reason: String {
    switch self {
    case .openQuote: "a quote is opened and not closed"
    case .textAfterQuote: "a closed quote is followed by more text"
    }
  }

  package var description: String { "line \(line): \(reason)" }
}

/// Reads a table of cells. Lines end with CR LF, LF or CR; a byte order mark and empty lines are passed over.
package struct CSVReader {
  private var lines: [CSVLine] = []
  private var cells: [String] = []
  private var cell: [UInt8] = []
  private var state = Place.start
  /// The line that is being read, and the one where its first cell stood.
  private var line = 1
  private var start = 1

  private enum Place {
    /// At the start of a cell.
    case start
    case plain
    case quoted
    /// After a quote inside a quoted cell: its end, or half of a doubled one.
    case quote
  }

  private init() {}

  package static func lines(of text: String) throws(CSVError) -> [CSVLine] {
    var reader = CSVReader()
    var previous: UInt8 = 0
    for byte in text.utf8.dropFirst(text.utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0) {
      if byte != UInt8(ascii: "\n") || previous != UInt8(ascii: "\r") || reader.state == .quoted {
        try reader.take(byte)
      }
      previous = byte
    }
    if reader.state == .quoted { throw .openQuote(line: reader.start) }
    reader.endLine()
    return reader.lines
  }

  private mutating func take(_ byte: UInt8) throws(CSVError) {
    let isEnd = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    switch (state, byte) {
    case (.quoted, UInt8(ascii: "\"")): state = .quote
    case (.quoted, _):
      if byte == UInt8(ascii: "\n") { line += 1 }
      cell.append(byte)
    case (.quote, UInt8(ascii: "\"")):
      cell.append(byte)
      state = .quoted
    case (.start, UInt8(ascii: "\"")): state = .quoted
    case (_, UInt8(ascii: ",")): endCell()
    case _ where isEnd:
      endLine()
      line += 1
      start = line
    case (.quote, _): throw .textAfterQuote(line: start)
    default:
      cell.append(byte)
      state = .plain
    }
  }

  private mutating func endCell() {
    cells.append(String(decoding: cell, as: UTF8.self))
    cell = []
    state = .start
  }

  private mutating func endLine() {
    endCell()
    if cells != [""] { lines.append(CSVLine(number: start, cells: cells)) }
    cells = []
  }
}
