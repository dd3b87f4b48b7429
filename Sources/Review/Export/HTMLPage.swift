/// The shell of every page that Hilum writes: it needs nothing from anywhere else (no script, no font, no picture), fits a phone
/// and a desk, and follows the reader's dark or light screen.

package enum HTMLPage {
  /// - Parameters:
  ///   - title: plain text.
  ///   - body: HTML. Tables stand in `table(head:rows:)`; drawings take their colours from the variables of the style.
  package static func page(title: String, body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>\(escaped(title))</title>
    <style>\(style)</style></head><body>
    \(body)
    </body></html>

    """
  }

  /// A table that scrolls sideways by itself where it is wider than the page, its first column staying in sight.
  /// - Parameters: cells that are HTML already.
  package static func table(head: [String], rows: [[String]]) -> String {
    let header = head.map { "<th>\($0)</th>" }.joined()
    let body = rows.map { "<tr>" + $0.map { "<td>\($0)</td>" }.joined() + "</tr>" }.joined(separator: "\n")
    return "<div class=\"scroll\"><table><tr>\(header)</tr>\n\(body)</table></div>"
  }

  /// Text that HTML takes for text.
  package static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }

  private static let style = """
    :root{--text:#1b1f24;--paper:#fff;--faint:#57606a;--line:#d0d7de;--soft:#eaeef2;--ink:#0969da;--pale:#9ec5f4}
    @media (prefers-color-scheme:dark){
    :root{--text:#dde3ea;--paper:#14171b;--faint:#9aa5b1;--line:#424c58;--soft:#262d35;--ink:#6cb0ff;--pale:#2f5f96}}
    body{font:15px/1.5 system-ui,sans-serif;color:var(--text);background:var(--paper);max-width:80rem;margin:2em auto;padding:0 1em}
    h1{font-size:1.7em;margin-bottom:0}h2{font-size:1.2em;margin-top:2em;border-bottom:1px solid var(--line)}
    h3{font-size:1em;margin:1.6em 0 .4em}p{max-width:50rem}
    .scroll{overflow-x:auto;margin:1em 0}
    table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}
    th,td{padding:3px 10px;text-align:right;border-bottom:1px solid var(--soft);white-space:nowrap}
    th{border-color:var(--line)}
    th:first-child,td:first-child{text-align:left;position:sticky;left:0;background:var(--paper)}
    small{color:var(--faint)}td small{display:block}code{background:var(--soft);padding:0 .2em}
    .plots{display:flex;flex-wrap:wrap;gap:18px;margin-top:1em}.notice{color:var(--faint);margin-top:3em}
    svg text{font:11px system-ui,sans-serif;fill:var(--faint)}svg .title{font-weight:600;fill:var(--text)}
    @media (max-width:40rem){th:first-child,td:first-child{max-width:9rem;white-space:normal}}
    """
}
