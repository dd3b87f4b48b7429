/// A TOML table that is read strictly: a wrong type, a value out of bounds or a key that nobody asked for is an error.

import TOMLKit

struct ConfigTable {
  private let table: TOMLTable
  /// What stands before the keys in messages, e.g. `data.`.
  private let prefix: String
  private var asked: Set<String> = []

  init(_ table: TOMLTable, prefix: String = "") {
    self.table = table
    self.prefix = prefix
  }

  private mutating func value(_ key: String) -> (any TOMLValueConvertible)? {
    asked.insert(key)
    guard table.contains(key: key) else { return nil }
    let found: (any TOMLValueConvertible)? = table[key]
    return found
  }

  private func wrong(_ key: String, _ found: any TOMLValueConvertible, _ wanted: String) -> TrainError {
    .value(key: prefix + key, found: found.debugDescription, wanted: wanted)
  }

  mutating func optionalString(_ key: String) throws(TrainError) -> String? {
    guard let found = value(key) else { return nil }
    guard let string = found.string, !string.isEmpty else { throw wrong(key, found, "text in quotes") }
    return string
  }

  mutating func string(_ key: String) throws(TrainError) -> String {
    guard let string = try optionalString(key) else { throw .missingKey(prefix + key) }
    return string
  }

  /// One text, or a list of them; empty where the key is absent.
  mutating func strings(_ key: String) throws(TrainError) -> [String] {
    guard let found = value(key) else { return [] }
    if let string = found.string { return [string] }
    guard let array = found.array else { throw wrong(key, found, "text in quotes or a list of such") }
    let strings = array.compactMap(\.string)
    guard strings.count == array.count else { throw wrong(key, found, "a list of texts in quotes") }
    return strings
  }

  mutating func integer(
    _ key: String, in bounds: ClosedRange<Int>, default fallback: Int? = nil
  ) throws(TrainError) -> Int {
    guard let found = value(key) else {
      if let fallback { return fallback }
      throw .missingKey(prefix + key)
    }
    guard let integer = found.int, bounds.contains(integer) else {
      throw wrong(key, found, "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
    }
    return integer
  }

  mutating func number(
    _ key: String, in bounds: ClosedRange<Double>, default fallback: Double? = nil
  ) throws(TrainError) -> Double {
    guard let found = value(key) else {
      if let fallback { return fallback }
      throw .missingKey(prefix + key)
    }
    guard let number = found.double ?? found.int.map({ Double($0) }), bounds.contains(number) else {
      throw wrong(key, found, "a number from \(bounds.lowerBound) to \(bounds.upperBound)")
    }
    return number
  }

  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, default fallback: Choice
  ) throws(TrainError) -> Choice where Choice.RawValue == String {
    guard let found = value(key) else { return fallback }
    guard let choice = found.string.flatMap(Choice.init(rawValue:)) else {
      throw wrong(key, found, Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or "))
    }
    return choice
  }

  /// The table under `key`; an empty one where it is absent.
  mutating func table(_ key: String) throws(TrainError) -> ConfigTable {
    guard let found = value(key) else { return ConfigTable(TOMLTable(), prefix: "\(prefix)\(key).") }
    guard let table = found.table else { throw wrong(key, found, "a table [\(prefix)\(key)]") }
    return ConfigTable(table, prefix: "\(prefix)\(key).")
  }

  /// Keys that were written but never asked for.
  var unknown: [String] { table.keys.filter { !asked.contains($0) }.sorted().map { prefix + $0 } }
}
