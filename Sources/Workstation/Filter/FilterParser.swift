/// From `pneumothorax p>.5 !done flag:ood age>60` to a filter.

/// Reads the words of one line. A word that begins a label of the pack means that finding; any other word is searched for.
package struct FilterParser {
  private let labels: [String]
  private var words: [Substring] = []
  private var terms: [FilterTerm] = []

  /// - Parameter labels: the pack's, in its order; empty where there is no pack.
  package static func parse(_ text: String, labels: [String]) throws(FilterError) -> Filter {
    var filter = Filter()
    filter.text = text
    var rest = Substring(text.drop { $0 == " " })
    if rest.hasPrefix("-f") {
      let letters = rest.dropFirst(2).drop { $0 == " " }
      filter.letters = letters.isEmpty ? nil : String(letters)
      return filter
    }
    if rest == "!" || rest.hasPrefix("! ") {
      filter.isInverse = true
      rest = rest.dropFirst()
    }
    var parser = FilterParser(labels: labels.map { $0.lowercased() })
    parser.words = words(of: rest)
    try parser.readTerms()
    filter.terms = parser.terms
    return filter
  }

  private init(labels: [String]) { self.labels = labels }

  /// Words between spaces; quotes hold words together.
  private static func words(of text: Substring) -> [Substring] {
    var words: [Substring] = []
    var rest = text.drop { $0 == " " }
    while let first = rest.first {
      let isQuoted = first == "\""
      if isQuoted { rest = rest.dropFirst() }
      let word = rest.prefix { isQuoted ? $0 != "\"" : $0 != " " }
      if !word.isEmpty { words.append(word) }
      rest = rest[word.endIndex...].dropFirst(isQuoted ? 1 : 0).drop { $0 == " " }
    }
    return words
  }

  private mutating func readTerms() throws(FilterError) {
    while !words.isEmpty {
      let word = words.removeFirst()
      if word.count > 1, word.first == "!" {
        terms.append(.not(try term(word.dropFirst().lowercased())))
      } else {
        terms.append(try term(word.lowercased()))
      }
    }
  }

  private mutating func term(_ word: String) throws(FilterError) -> FilterTerm {
    if let (name, sign, value) = Self.compared(word) { return try comparison(name, sign, value) }
    if let flag = RowFlag(rawValue: word) { return .flag(flag) }
    if let found = finding(from: word) { return found }
    return .text(word)
  }

  /// `age>60` as its three parts; nil for a word without a sign.
  private static func compared(_ word: String) -> (String, String, String)? {
    guard let start = word.firstIndex(where: { "<>=:".contains($0) }), start > word.startIndex else {
      return nil
    }
    let sign = word[start...].prefix { "<>=:".contains($0) }
    return (String(word[..<start]), String(sign), String(word[sign.endIndex...]))
  }

  private mutating func comparison(_ name: String, _ sign: String, _ value: String) throws(FilterError)
    -> FilterTerm
  {
    switch name {
    case "flag", "is":
      guard let flag = RowFlag(rawValue: value) else {
        let known = RowFlag.allCases.map(\.rawValue).joined(separator: " ")
        throw FilterError(sentence: "no flag is called \(value): \(known)")
      }
      return .flag(flag)
    case "view": return .view(value)
    case "sex": return .sex(value)
    case "date": return .date(try Self.sign(sign), value)
    default: break
    }
    guard let field = FilterField(rawValue: name) else {
      throw FilterError(sentence: "nothing is called \(name): p age priors row date view sex flag is")
    }
    return .number(field, Comparison(try Self.sign(sign), try Self.number(value)))
  }

  private static func sign(_ text: String) throws(FilterError) -> Comparison.Sign {
    guard let sign = Comparison.Sign(rawValue: text == ":" ? "=" : text) else {
      throw FilterError(sentence: "\(text) compares nothing: < <= = >= >")
    }
    return sign
  }

  private static func number(_ text: String) throws(FilterError) -> Double {
    guard let value = Double(text.hasPrefix(".") ? "0" + text : text), value.isFinite else {
      throw FilterError(sentence: text.isEmpty ? "a number is missing" : "\(text) is no number")
    }
    return value
  }

  /// The labels that the word, and as many words after it as fit, begin; with the `p` comparison that follows it.
  private mutating func finding(from word: String) -> FilterTerm? {
    var name = word
    var found = matches(name)
    guard word.count >= 3, !found.isEmpty else { return nil }
    while let next = words.first {
      let longer = name + " " + next.lowercased()
      let fewer = matches(longer)
      if fewer.isEmpty { break }
      (name, found) = (longer, fewer)
      words.removeFirst()
    }
    guard let next = words.first?.lowercased(), let (field, sign, value) = Self.compared(next), field == "p",
      let sign = try? Self.sign(sign), let value = try? Self.number(value)
    else { return .finding(found, nil) }
    words.removeFirst()
    return .finding(found, Comparison(sign, value))
  }

  private func matches(_ name: String) -> [Int] {
    if let exact = labels.firstIndex(of: name) { return [exact] }
    return labels.indices.filter { index in
      labels[index].hasPrefix(name)
        || !name.contains(" ") && labels[index].split(separator: " ").contains { $0.hasPrefix(name) }
    }
  }
}
