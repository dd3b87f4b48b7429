/// Markdown as one self-contained page of HTML: headings, paragraphs, tables and code words, which is all that cards use.

package enum MarkdownPage {
  package static func html(_ markdown: String, title: String) -> String {
    var body: [String] = []
    for block in blocks(markdown) { body.append(html(block)) }
    return """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>\(escaped(title))</title>
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
      h1 { font-size: 1.7rem } h2 { font-size: 1.2rem; margin-top: 2rem; border-bottom: 1px solid #ccc }
      table { border-collapse: collapse; margin: 1rem 0; font-size: .85rem; display: block; overflow-x: auto }
      th, td { border-bottom: 1px solid #ddd; padding: .2rem .6rem; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
      th:first-child, td:first-child { text-align: left } th { background: #f4f4f4 }
      code { background: #f4f4f4; padding: 0 .2rem }
      @media (prefers-color-scheme: dark) { body { color: #ddd; background: #141414 } th, code { background: #262626 } th, td { border-color: #333 } }
      </style></head><body>
      \(body.joined(separator: "\n"))
      </body></html>

      """
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
    func cells(_ line: Substring, _ tag: String) -> String {
      let parts = line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
      let texts = parts.map { "<\(tag)>\(inline($0.trimming(" ")))</\(tag)>" }
      return "<tr>\(texts.joined())</tr>"
    }
    let rows = lines.dropFirst(2).map { cells($0, "td") }
    return "<table>\(cells(lines[0], "th"))\n\(rows.joined(separator: "\n"))</table>"
  }

  /// Words between backticks are code.
  private static func inline(_ text: Substring) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { place, part in
      place % 2 == 1 ? "<code>\(escaped(String(part)))</code>" : escaped(String(part))
    }.joined()
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}

extension Substring {
  fileprivate func trimming(_ character: Character) -> Substring {
    var text = drop { $0 == character }
    while text.last == character { text.removeLast() }
    return text
  }
}
