/// Palettes that are written as steps and ramps (PS3.3 C.7.9.2).

enum PaletteSegments {
  /// The table that segments stand for; nil where they break the rules or do not give `entries` values.
  /// - Parameters:
  ///   - words: the attribute as 16-bit words; with 8 bits an entry each holds two values, the lower first.
  ///   - bits: of an entry, 8 or 16.
  static func expand(_ words: [UInt16], bits: Int, entries: Int) -> [UInt16]? {
    let values = bits == 16 ? words : words.flatMap { [$0 & 0xFF, $0 >> 8] }
    var table: [UInt16] = []
    var at = 0
    while table.count < entries, at < values.count {
      guard let next = segment(values, at, bits, entries, &table) else { return nil }
      at = next
    }
    return table.count == entries ? table : nil
  }

  /// Adds one segment's values; where the next begins.
  private static func segment(
    _ values: [UInt16], _ at: Int, _ bits: Int, _ entries: Int, _ table: inout [UInt16], isCopy: Bool = false
  ) -> Int? {
    guard at + 2 < values.count else { return nil }
    let (code, count) = (values[at], Int(values[at + 1]))
    switch code {
    case 0:
      guard count <= values.count - at - 2, count <= entries - table.count else { return nil }
      table += values[(at + 2)..<(at + 2 + count)]
      return at + 2 + count
    case 1:
      guard let start = table.last, count > 0, count <= entries - table.count else { return nil }
      let end = Double(values[at + 2])
      let step = (end - Double(start)) / Double(count)
      table += (1...count).map { UInt16((Double(start) + step * Double($0)).rounded(.toNearestOrEven)) }
      return at + 3
    case 2:
      // The offset is a number of bytes, in two words or four bytes, the lowest first.
      let parts = 32 / bits
      guard !isCopy, parts <= values.count - at - 2 else { return nil }
      let offset = (0..<parts).reduce(0) { $0 | Int(values[at + 2 + $1]) << (bits * $1) }
      var from = offset / (bits / 8)
      for _ in 0..<count {
        guard let next = segment(values, from, bits, entries, &table, isCopy: true) else { return nil }
        from = next
      }
      return at + 2 + parts
    default: return nil
    }
  }
}
