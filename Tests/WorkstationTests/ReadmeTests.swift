/// The README's key table is the one that the command rows print.

import Foundation
import Testing
import Workstation

@Test("The README lists exactly the keys that the workstation has")
func readmeHasTheKeyTable() throws {
  let readme = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "README.md")
  let text = try String(contentsOf: readme, encoding: .utf8)
  let parts = text.components(separatedBy: "<!-- keys: ")
  try #require(parts.count == 3, "the README marks where its key table begins and ends")
  let table = parts[1].drop { $0 != "\n" }.trimmingCharacters(in: .newlines)
  #expect(
    table == KeyTable.standard.markdown.trimmingCharacters(in: .newlines),
    "the table is stale: paste what `hilum keys --markdown` prints between the marks")
}
