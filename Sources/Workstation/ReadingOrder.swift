/// The order in which findings are listed, and the ones that a short list must not hide.

package import Review

/// Findings that cannot wait, as the packs spell them.
package let criticalLabels: Set<String> = ["Pneumothorax", "Hydropneumothorax", "pneumoperitoneo"]

/// Labels that say that nothing was found: they lead a row only where nothing else does, and never make it urgent.
package let normalLabels: Set<String> = ["Normal", "No Finding"]

/// What needs the reader first: present and abstained by probability, then the critical ones, then the rest; the labels in `last`
/// in the same order behind all others.
package func inReadingOrder(_ findings: [Finding], last: Set<String> = []) -> [Finding] {
  func rank(_ finding: Finding) -> Int {
    let group = last.contains(finding.label) ? 3 : 0
    if finding.state != .absent { return group }
    return group + (criticalLabels.contains(finding.label) ? 1 : 2)
  }
  return findings.enumerated().sorted { a, b in
    let ranks = (rank(a.element), rank(b.element))
    if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
    if a.element.probability != b.element.probability { return a.element.probability > b.element.probability }
    return a.offset < b.offset
  }.map(\.element)
}

/// A window on the ordered list: the rows around the cursor, and below them the critical ones that it would hide.
package struct VisibleFindings: Equatable, Sendable {
  package let listed: Range<Int>
  package let pinned: [Int]

  /// - Parameters: `cursor` an index into `ordered`, `capacity` the number of rows there is room for.
  package init(_ ordered: [Finding], cursor: Int, capacity: Int) {
    let critical = ordered.indices.filter { criticalLabels.contains(ordered[$0].label) }
    var room = max(0, min(capacity, ordered.count))
    while true {
      let start = max(0, min(cursor - room / 2, ordered.count - room))
      let slice = start..<(start + room)
      let hidden = critical.filter { !slice.contains($0) }
      if hidden.count + room <= max(0, capacity) || room <= 1 {
        listed = slice
        pinned = Array(hidden.prefix(max(0, capacity - room)))
        return
      }
      room -= 1
    }
  }
}
