/// How many pictures a second the terminal itself takes: each is sent, and the next waits until the terminal says that it
/// has read to the end.

import Glibc
import Terminal

struct GlassBench {
  let frames: Int

  struct Row {
    let name: String
    let milliseconds: Timing
    let bytes: Int
  }

  /// nil without a terminal, or where it shows no pictures. `side` is cut to what fits on the screen.
  static func run(frames: Int, side: Int, graphics requested: GraphicsProtocol?) throws -> (
    Graphics, Int, [Row]
  )? {
    guard isatty(0) == 1, isatty(1) == 1, let size = TerminalSize.current() else { return nil }
    let terminal = try TerminalGuard()
    let line = TerminalLine(terminal)
    let graphics = line.graphics(size, requested: requested)
    guard graphics.mode != .none else { return nil }
    let room = graphics.pixels(
      in: CellRect(column: 0, row: 0, columns: size.grid.columns, rows: size.grid.rows - 2))
    let side = min(side, room.width, room.height)
    let rows = [
      ("coarse", Quality.coarse, false), ("full", .full, false), ("blended colour", .full, true),
    ].compactMap { name, quality, overlay -> Row? in
      if quality == .coarse && !graphics.hasCoarse { return nil }
      let pictures = [TestFilm.smooth, .some].compactMap {
        graphics.encode($0.picture(side, overlay: overlay), quality: quality)
      }
      let times = (0..<frames).compactMap { line.show(pictures[$0 % pictures.count]) }
      guard !times.isEmpty else { return nil }
      return Row(
        name: name, milliseconds: Timing(times),
        bytes: pictures.reduce(0) { $0 + $1.byteCount } / max(1, pictures.count))
    }
    line.leave()
    return (graphics, side, rows)
  }
}
