/// What the words of a header mean: identifiers, codes, dates and ages, or nil where they are none.

enum HeaderText {
  /// A unique identifier: digits and dots, at most 64.
  static func uid(_ text: String) -> String? {
    text.utf8.count <= 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E } ? text : nil
  }

  /// A code string (VR CS): capitals, digits, space and underscore, at most 16.
  static func code(_ text: String) -> String? {
    let allowed = text.utf8.allSatisfy {
      (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x20 || $0 == 0x5F
    }
    return allowed && text.utf8.count <= 16 ? text : nil
  }

  /// `YYYYMMDD` with a month and a day that exist.
  static func date(_ text: String) -> String? {
    guard text.utf8.count == 8, let number = Int(text), number > 0 else { return nil }
    return (1...12).contains(number / 100 % 100) && (1...31).contains(number % 100) ? text : nil
  }

  /// An age string (VR AS): three digits and D, W, M or Y.
  static func years(_ text: String) -> Double? {
    guard text.utf8.count == 4, let number = Double(text.dropLast()), let unit = text.last else { return nil }
    let perYear: [Character: Double] = ["D": 365.25, "W": 365.25 / 7, "M": 12, "Y": 1]
    return perYear[unit].map { number / $0 }
  }

  /// Whole years from birth to study, both `YYYYMMDD`; at most 150.
  static func years(from birth: String?, to study: String?) -> Double? {
    guard let birth = birth.flatMap(date).flatMap({ Int($0) }),
      let study = study.flatMap(date).flatMap({ Int($0) }), study >= birth
    else { return nil }
    let years = Double((study - birth) / 10_000)
    return years <= 150 ? years : nil
  }
}
