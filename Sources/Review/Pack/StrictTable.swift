/// A TOML table read strictly: a missing key, a wrong type, a value out of bounds and a key nobody asked for are errors.

internal import TOMLKit

struct StrictTable {
  private let table: TOMLTable
  /// What stands before the keys in messages, e.g. `calibration.`.
  private let prefix: String
  private var asked: Set<String> = []

  /// - Throws: `ReviewError.packValue` with the parser's place when the text is not TOML.
  init(_ text: String) throws(ReviewError) {
    do {
      self.init(try TOMLTable(string: text), prefix: "")
    } catch let error as TOMLParseError {
      throw .packValue(key: "line \(error.source.begin.line)", wanted: "valid TOML")
    } catch {
      throw .packValue(key: "pack.toml", wanted: "valid TOML")
    }
  }

  private init(_ table: TOMLTable, prefix: String) {
    self.table = table
    self.prefix = prefix
  }

  private mutating func value(_ key: String) -> (any TOMLValueConvertible)? {
    asked.insert(key)
    guard table.contains(key: key) else { return nil }
    let found: (any TOMLValueConvertible)? = table[key]
    return found
  }

  private mutating func required<T>(
    _ key: String, _ wanted: String, _ read: (any TOMLValueConvertible) -> T?
  ) throws(ReviewError) -> T {
    guard let found = value(key) else { throw .packKeyMissing(key: prefix + key) }
    guard let value = read(found) else { throw .packValue(key: prefix + key, wanted: wanted) }
    return value
  }

  func has(_ key: String) -> Bool { table.contains(key: key) }

  /// One line of plain text: printable, at most `limit` characters.
  mutating func text(_ key: String, limit: Int = 200) throws(ReviewError) -> String {
    try required(key, "one line of at most \(limit) characters") {
      $0.string.flatMap { Self.plain($0, limit) }
    }
  }

  mutating func texts(_ key: String, limit: Int) throws(ReviewError) -> [String] {
    try required(key, "a list of 1 to \(limit) texts, each one different") { value in
      guard let array = value.array, (1...limit).contains(array.count) else { return nil }
      let texts = array.compactMap { $0.string.flatMap { Self.plain($0, 80) } }
      return texts.count == array.count && Set(texts).count == texts.count ? texts : nil
    }
  }

  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _: Choice.Type
  ) throws(ReviewError) -> Choice where Choice.RawValue == String {
    try required(key, Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")) {
      $0.string.flatMap(Choice.init(rawValue:))
    }
  }

  mutating func integer(_ key: String, in bounds: ClosedRange<Int>) throws(ReviewError) -> Int {
    try required(key, "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)") {
      $0.int.flatMap { bounds.contains($0) ? $0 : nil }
    }
  }

  mutating func number(_ key: String, in bounds: ClosedRange<Double>) throws(ReviewError) -> Double {
    try required(key, Self.wanted(bounds)) { Self.number($0, bounds) }
  }

  /// Exactly `count` numbers.
  mutating func numbers(
    _ key: String, _ count: Int, in bounds: ClosedRange<Double>
  ) throws(ReviewError) -> [Double] {
    try required(key, "\(count) times \(Self.wanted(bounds))") { value in
      guard let array = value.array, array.count == count else { return nil }
      let numbers = array.compactMap { Self.number($0, bounds) }
      return numbers.count == count ? numbers : nil
    }
  }

  mutating func table(_ key: String) throws(ReviewError) -> StrictTable {
    let table = try required(key, "a table") { $0.table }
    return StrictTable(table, prefix: "\(prefix)\(key).")
  }

  mutating func tables(_ key: String, limit: Int) throws(ReviewError) -> [StrictTable] {
    let tables = try required(key, "1 to \(limit) tables [[\(key)]]") { value in
      value.array.flatMap { array in
        let tables = array.compactMap(\.table)
        return (1...limit).contains(tables.count) && tables.count == array.count ? tables : nil
      }
    }
    return tables.enumerated().map { StrictTable($1, prefix: "\(prefix)\(key)[\($0 + 1)].") }
  }

  /// - Throws: `ReviewError.packKeyUnknown` for the first key that was not asked for.
  func finish() throws(ReviewError) {
    if let key = table.keys.sorted().first(where: { !asked.contains($0) }) {
      throw .packKeyUnknown(key: prefix + key)
    }
  }

  private static func plain(_ text: String, _ limit: Int) -> String? {
    let isPlain = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    return isPlain && !text.isEmpty && text.count <= limit ? text : nil
  }

  private static func number(_ value: any TOMLValueConvertible, _ bounds: ClosedRange<Double>) -> Double? {
    let number = value.double ?? value.int.map { Double($0) }
    return number.flatMap { bounds.contains($0) ? $0 : nil }
  }

  private static func wanted(_ bounds: ClosedRange<Double>) -> String {
    "a number from \(bounds.lowerBound) to \(bounds.upperBound)"
  }
}
