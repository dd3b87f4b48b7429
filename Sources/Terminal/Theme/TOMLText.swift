/// Small TOML files that people edit: read with a limit, parsed with the line of a mistake.

import Glibc
import TOMLKit

enum TOMLText {
  /// More is no file that a person wrote.
  static let byteLimit = 262_144

  static func read(_ path: String) throws(TerminalError) -> String {
    guard let file = fopen(path, "r") else { throw .fileUnreadable(path: path) }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: byteLimit)
    let count = fread(&bytes, 1, bytes.count, file)
    guard ferror(file) == 0 else { throw .fileUnreadable(path: path) }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  static func parse(_ path: String, _ toml: String) throws(TerminalError) -> TOMLTable {
    do {
      return try TOMLTable(string: toml)
    } catch let error as TOMLParseError {
      throw .fileSyntax(path: path, line: error.source.begin.line, reason: error.description)
    } catch {
      throw .fileSyntax(path: path, line: 1, reason: "\(error)")
    }
  }
}
