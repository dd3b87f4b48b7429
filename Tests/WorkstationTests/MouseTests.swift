/// The mouse: rows, wheel, dragging films and shapes; and nothing that a key alone may do.

import Imaging
import Review
import Terminal
import Testing

import Workstation

@Suite("The mouse")
struct MouseTests {
  private func layout(_ room: ReadingRoom) -> Layout { Layout(room.state.surface, focus: room.state.focus) }

  @Test("a click on a row of the queue shows its film, and the wheel goes on from there")
  func queue() throws {
    var room = ReadingRoom.ready(films: 9)
    let queue = try #require(layout(room).queue)
    room.happen(.mouse(Mouse(.press(.left), column: queue.column + 3, row: queue.row + 4)))
    #expect(room.state.queue.shown == 3)
    #expect(room.state.focus == .queue)
    room.happen(.mouse(Mouse(.wheel(1), column: queue.column + 3, row: queue.row + 4)))
    #expect(room.state.queue.shown == 4)
    room.happen(.mouse(Mouse(.press(.left), column: queue.column + 3, row: queue.row + 20)))
    #expect(room.state.queue.shown == 4, "below the last row there is nothing")
  }

  @Test(
    "a click on a finding chooses the one that stands there", arguments: [(80, 24), (120, 40), (200, 60)])
  func finding(columns: Int, rows: Int) throws {
    var room = ReadingRoom.ready(columns, rows)
    let lines = view(room.state).grid.lines
    for name in ["atelectasis", "Pneumothorax", "aortic elong"] {
      let row = try #require(lines.firstIndex { $0.contains(name) })
      let side = try #require(layout(room).findings)
      room.happen(.mouse(Mouse(.press(.left), column: side.column + 5, row: row)))
      #expect(try #require(room.state.chosenLabel).hasPrefix(name))
      if lines != view(room.state).grid.lines { return }
    }
  }

  @Test("the wheel over the film zooms and keeps the place under the pointer")
  func zoom() throws {
    var room = ReadingRoom.ready()
    let film = layout(room).film
    let mouse = Mouse(.wheel(-1), column: film.column + film.columns * 3 / 4, row: film.row + film.rows / 4)
    let before = try place(under: mouse, room)
    for _ in 0..<4 { room.happen(.mouse(mouse)) }
    #expect(room.state.look.viewport.zoom == 4)
    let after = try place(under: mouse, room)
    #expect(abs(after.x - before.x) < 2 && abs(after.y - before.y) < 2)
    for _ in 0..<9 { room.happen(.mouse(Mouse(.wheel(1), column: mouse.column, row: mouse.row))) }
    #expect(room.state.look.viewport == Viewport())
  }

  /// Which film pixel is shown in the middle of a cell, worked out from the recipe alone.
  private func place(under mouse: Mouse, _ room: ReadingRoom) throws -> FilmPoint {
    let image = try #require(view(room.state).images.first)
    guard case .film(let recipe) = image.recipe else { throw Unexpected() }
    let source = FilmGeometry(
      film: PixelSize(width: 2048, height: 2500), pane: recipe.size, viewport: recipe.viewport
    ).source
    let x = (Double(mouse.column - image.rect.column) + 0.5) / Double(image.rect.columns)
    let y = (Double(mouse.row - image.rect.row) + 0.5) / Double(image.rect.rows)
    return FilmPoint(source.x + x * source.width, source.y + y * source.height)
  }

  private struct Unexpected: Error {}

  @Test(
    "the left button pulls the film with the pointer, the right one changes the window, and letting go ends it"
  )
  func drag() throws {
    var room = ReadingRoom.ready()
    let film = layout(room).film
    func mouse(_ act: Mouse.Act, _ dx: Int, _ dy: Int) -> Event {
      .mouse(Mouse(act, column: film.column + 30 + dx, row: film.row + 15 + dy))
    }
    for _ in 0..<4 { room.happen(mouse(.wheel(-1), 0, 0)) }
    let grabbed = try place(under: Mouse(.press(.left), column: film.column + 30, row: film.row + 15), room)
    room.happen(mouse(.press(.left), 0, 0))
    room.happen(mouse(.drag(.left), 4, 2))
    room.happen(mouse(.drag(.left), 6, 3))
    let there = try place(under: Mouse(.press(.left), column: film.column + 36, row: film.row + 18), room)
    #expect(abs(there.x - grabbed.x) < 2 && abs(there.y - grabbed.y) < 2)
    room.happen(mouse(.release(.left), 6, 3))
    let rest = room.state.look
    room.happen(mouse(.drag(.left), 9, 9))
    #expect(room.state.look == rest)
    room.happen(mouse(.press(.right), 0, 0))
    room.happen(mouse(.drag(.right), 5, -3))
    #expect(room.state.look.tone.widthPercent == 10 && room.state.look.tone.levelPercent == -3)
  }

  @Test("a handle follows the pointer, and a click beside every handle changes nothing")
  func handle() throws {
    var room = ReadingRoom.ready()
    let film = layout(room).film
    room.press("ab")
    let draft = try #require((room.state.top as? AnnotateScreen)?.draft)
    // The fitted film's rows fill the pane; a box lies an eighth of the film's width around its middle.
    let scale = 2500 / Double(film.rows)
    func cell(_ point: FilmPoint) -> (column: Int, row: Int) {
      let left = Double(film.columns) / 2 - 1024 / (scale / 2)
      return (film.column + Int(left + point.x / (scale / 2)), film.row + Int(point.y / scale))
    }
    let corner = cell(draft.points[1])
    room.happen(.mouse(Mouse(.press(.left), column: corner.column, row: corner.row)))
    room.happen(.mouse(Mouse(.drag(.left), column: corner.column + 4, row: corner.row + 2)))
    room.happen(.mouse(Mouse(.release(.left), column: corner.column + 4, row: corner.row + 2)))
    let moved = try #require((room.state.top as? AnnotateScreen)?.draft)
    #expect(moved.points[0] == draft.points[0])
    #expect(abs(moved.points[1].x - draft.points[1].x - 2 * scale) < 3)
    #expect(abs(moved.points[1].y - draft.points[1].y - 2 * scale) < 3)
    room.happen(.mouse(Mouse(.press(.left), column: film.column + 1, row: film.row + 1)))
    room.happen(.mouse(Mouse(.drag(.left), column: film.column + 9, row: film.row + 9)))
    #expect((room.state.top as? AnnotateScreen)?.draft == moved)
  }

  @Test(
    "in the browser a click moves the cursor, a second one opens, the wheel scrolls and a bucket is taken")
  func browser() throws {
    var room = ReadingRoom.ready(films: 40)
    room.press("b")
    room.happen(.mouse(Mouse(.press(.left), column: 6, row: 4 + 7)))
    #expect(room.state.rowUnderCursor == 7)
    room.happen(.mouse(Mouse(.wheel(1), column: 6, row: 9)))
    #expect(room.state.rowUnderCursor == 10)
    let tabs = view(room.state).grid.lines[1]
    let inbox = try #require(tabs.range(of: "1 Inbox"))
    let column = tabs.distance(from: tabs.startIndex, to: inbox.lowerBound)
    room.happen(.mouse(Mouse(.press(.left), column: column + 1, row: 1)))
    #expect(room.state.queue.bucket == .inbox)
    room.happen(.mouse(Mouse(.press(.left), column: 6, row: 4 + 2)))
    room.happen(.mouse(Mouse(.press(.left), column: 6, row: 4 + 2)))
    #expect(room.state.stack.count == 1 && room.state.queue.shown == 2)
  }

  @Test("in the probe mode a click puts the cross there and asks for the pixel")
  func probe() throws {
    var room = ReadingRoom.ready()
    room.press("p")
    let film = layout(room).film
    let mouse = Mouse(.press(.left), column: film.column + film.columns / 2, row: film.row + 5)
    let there = try place(under: mouse, room)
    let asked = room.happen(.mouse(mouse))
    #expect(
      asked == [.probe(ReadingRoom.study(0), frame: 0, column: Int(there.x), row: Int(there.y))])
  }

  @Test("no click and no wheel answers a finding, signs off or leaves, wherever it lands")
  func harmless() {
    for keys in ["", "b", "c", "ab", "?", ":", "S", "E", "K", "%", "D", ";", "W", "g"] {
      var room = ReadingRoom.ready(80, 24)
      room.press(keys)
      for row in 0..<24 {
        for column in stride(from: 0, to: 80, by: 3) {
          for act in [Mouse.Act.press(.left), .drag(.left), .release(.left), .press(.right), .wheel(1)] {
            let asked = room.happen(.mouse(Mouse(act, column: column, row: row)))
            for effect in asked {
              if case .save = effect { Issue.record("\(keys): \(effect)") }
              if effect == .quit { Issue.record("\(keys): quits") }
            }
          }
        }
      }
      #expect(view(room.state).isTidy)
    }
  }
}
