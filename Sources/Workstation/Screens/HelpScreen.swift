/// All keys on one screen, printed from the command rows.

import Review
import Terminal

func drawHelp(_ state: State, from top: Int, on grid: inout Grid) {
  let size = grid.size
  grid.fill(CellRect(column: 0, row: 0, columns: size.columns, rows: 1), role: .title)
  grid.put("hilum  keys", column: 1, row: 0, role: .title)
  let columns = helpColumns(width: size.columns, rows: size.rows - 4, top: top)
  let width = size.columns / max(1, columns.count)
  for (index, lines) in columns.enumerated() {
    for (offset, line) in lines.prefix(size.rows - 4).enumerated() {
      draw(line, column: index * width + 1, row: 2 + offset, width: width - 2, on: &grid)
    }
  }
  let footer = CellRect(column: 0, row: size.rows - 2, columns: size.columns, rows: 2)
  grid.fill(footer, role: .footer)
  grid.put("HELP  j k scroll  q closes", column: 1, row: footer.row, role: .footer)
  grid.putRight(researchNotice + " ", end: size.columns, row: size.rows - 1, role: .footer)
}

/// A line of the help: a group's name, a command, or nothing.
private enum HelpLine {
  case group(String)
  case command(Command)
  case blank
}

private func draw(_ line: HelpLine, column: Int, row: Int, width: Int, on grid: inout Grid) {
  switch line {
  case .blank: break
  case .group(let name): grid.put(name.uppercased(), column: column, row: row, role: .title, width: width)
  case .command(let command):
    grid.put(command.keys, column: column + 1, row: row, role: .key, width: 12)
    grid.put(command.help, column: column + 14, row: row, role: .text, width: max(0, width - 14))
  }
}

/// Whole groups in columns where they fit; else one list that scrolls.
private func helpColumns(width: Int, rows: Int, top: Int) -> [[HelpLine]] {
  let groups = Command.Group.allCases.map { group in
    [.group(group.rawValue)] + commands.filter { $0.group == group }.map { HelpLine.command($0) } + [.blank]
  }
  let count = max(1, width / 40)
  for height in 1...max(1, rows) {
    if let columns = pack(groups, height: height, columns: count) { return columns }
  }
  let lines = groups.flatMap { $0 }
  let start = min(top, max(0, lines.count - rows * count))
  return (0..<count).map { column in
    Array(lines.dropFirst(start + column * rows).prefix(max(0, rows)))
  }
}

/// The groups in order, a new column whenever the next does not fit; nil when they need more columns or a higher one.
private func pack(_ groups: [[HelpLine]], height: Int, columns: Int) -> [[HelpLine]]? {
  var packed: [[HelpLine]] = [[]]
  for group in groups {
    if packed[packed.count - 1].count + group.count - 1 > height { packed.append([]) }
    if group.count - 1 > height || packed.count > columns { return nil }
    packed[packed.count - 1] += group
  }
  return packed
}
