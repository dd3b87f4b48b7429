/// Markdown as one self-contained page of HTML: headings, paragraphs, tables and code words, which is all that cards use.

package enum MarkdownPage {
  package static func html(_ markdown: String, title: String) -> String {
    var body: [String] = []
    for block in blocks(markdown) { body.append(html(block)) }
    return HTMLPage.page(title: title, body: body.joined(separator: "\n"))
  }

  private static func blocks(_ text: String) -> [[Substring]] {
    text.split(separator: "\n", omittingEmptySubsequences: false).split(whereSeparator: \.isEmpty)
      .map(Array.init)
  }

  private static func html(_ block: [Substring]) -> String {
    guard let first = block.first else { return "" }
    let level = first.prefix { $0 == "#" }.count
    if level > 0 { return "<h\(level)>\(inline(first.dropFirst(level + 1)))</h\(level)>" }
    if first.hasPrefix("|") { return table(block) }
    return "<p>\(block.map(inline).joined(separator: "\n"))</p>"
  }

  private static func table(_ lines: [Substring]) -> String {
    func cells(_ line: Substring) -> [String] {
      line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
        .map { inline($0.trimming(" ")) }
    }
    return HTMLPage.table(head: cells(lines[0]), rows: lines.dropFirst(2).map(cells))
  }

  /// Words between backticks are code.
  private static func inline(_ text: Substring) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { place, part in
      place % 2 == 1 ? "<code>\(HTMLPage.escaped(String(part)))</code>" : HTMLPage.escaped(String(part))
    }.joined()
  }
}

extension Substring {
  fileprivate func trimming(_ character: Character) -> Substring {
    var text = drop { $0 == character }
    while text.last == character { text.removeLast() }
    return text
  }
}
