/// Fuzzy matching: do the letters of a query come in order, and how well do they fit.

/// How well `query` fits `text`: nil where its letters do not come in order; more is better. Letters that follow each other
/// and letters at the beginning of a word count most; case does not count.
package func fuzzyScore(_ query: String, in text: String) -> Int? {
  let wanted = Array(query.lowercased().unicodeScalars).filter { $0 != " " }
  guard !wanted.isEmpty else { return 0 }
  let scalars = Array(text.lowercased().unicodeScalars)
  var best: Int?
  for start in scalars.indices where scalars[start] == wanted[0] {
    guard let score = score(wanted, in: scalars, from: start) else { break }
    best = max(best ?? score, score)
  }
  return best
}

/// The score of the match that takes each letter as early as it can, from `start` on.
private func score(_ wanted: [Unicode.Scalar], in text: [Unicode.Scalar], from start: Int) -> Int? {
  var (total, next, last) = (0, 0, -2)
  for index in text.indices[start...] {
    guard next < wanted.count else { break }
    guard text[index] == wanted[next] else { continue }
    let beginsWord = index == 0 || " .-_/".unicodeScalars.contains(text[index - 1])
    total += index == last + 1 ? 5 : beginsWord ? 4 : 1
    (last, next) = (index, next + 1)
  }
  return next == wanted.count ? total * 8 - text.count : nil
}
