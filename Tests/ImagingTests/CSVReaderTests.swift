/// Tables of comma-separated values, as RFC 4180 writes them and as spreadsheets do.

import Imaging
import Testing

@Suite("Comma-separated values")
struct CSVReaderTests {
  @Test(
    "cells and quotes",
    arguments: [
      ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
      ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
      ("a\rb\r", [["a"], ["b"]]),
      ("\"x,y\",\"say \"\"no\"\"\"", [["x,y", "say \"no\""]]),
      ("\"two\nlines\",\"two\r\nmore\"\nnext,", [["two\nlines", "two\r\nmore"], ["next", ""]]),
      ("\u{FEFF}ImageID\nä.png\n", [["ImageID"], ["ä.png"]]),
      (",\n\n\r\n,,", [["", ""], ["", "", ""]]),
      ("5\" film,x", [["5\" film", "x"]]),
      ("\"\",\"\"", [["", ""]]), ("", []), ("\n", []),
    ])
  func cells(_ text: String, _ expected: [[String]]) throws {
    #expect(try CSVReader.lines(of: text).map(\.cells) == expected)
  }

  @Test("a line's number is that of its first character, also after quoted line ends")
  func numbers() throws {
    let lines = try CSVReader.lines(of: "a\r\n\r\n\"b\r\nc\"\nd\re")
    #expect(lines.map(\.number) == [1, 3, 5, 6])
  }

  @Test("what is no table is refused by line, without its text")
  func faults() {
    #expect(throws: CSVError.openQuote(line: 2)) { try CSVReader.lines(of: "a\n\"Doe\nx") }
    #expect(throws: CSVError.textAfterQuote(line: 1)) { try CSVReader.lines(of: "\"Doe\"x,y") }
    #expect("\(CSVError.openQuote(line: 2))" == "line 2: a quote is opened and not closed")
  }
}
