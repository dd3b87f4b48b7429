/// Lists that are longer than their room.

/// A row of a list, of which the one at `cursor` is kept in sight: the rows that fit into `capacity`.
func listed(_ count: Int, cursor: Int, capacity: Int) -> Range<Int> {
  let room = max(0, min(capacity, count))
  let top = max(0, min(cursor - room / 2, count - room))
  return top..<(top + room)
}
