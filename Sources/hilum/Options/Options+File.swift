/// Options from `config.toml`, read strictly: an unknown key or a wrong value is an error that says what to write.

import Foundation
import TOMLKit

extension Options {
  /// The options of the reader's own file; the defaults where there is none.
  package static func read(_ path: String?) throws -> Options {
    guard let path, FileManager.default.fileExists(atPath: path) else { return Options() }
    guard let data = FileManager.default.contents(atPath: path), data.count <= 262_144 else {
      throw OptionsError.unreadable(path: path)
    }
    return try Options(path: path, toml: String(decoding: data, as: UTF8.self))
  }

  package init(path: String, toml: String) throws {
    self.init()
    for (key, value) in try Self.parse(path, toml) {
      guard let row = OptionRow.all.first(where: { $0.key == key }) else {
        throw OptionsError.unknown(path: path, key: key)
      }
      guard row.take(&self, value) else {
        throw OptionsError.value(path: path, key: key, found: value.debugDescription, wanted: row.values)
      }
    }
  }

  private static func parse(_ path: String, _ toml: String) throws -> TOMLTable {
    do {
      return try TOMLTable(string: toml)
    } catch let error as TOMLParseError {
      throw OptionsError.syntax(path: path, line: error.source.begin.line, reason: error.description)
    }
  }
}
