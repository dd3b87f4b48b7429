/// What each screen makes of the pointer: rows that are clicked, lists that are scrolled, films that are dragged.

import Review
package import Terminal

extension ReadingScreen {
  package func canvases(_ state: State) -> [Canvas] { state.canvases }

  package func clicked(_ mouse: Mouse, _ state: inout State) -> [Effect]? {
    let layout = Layout(state.surface, focus: state.focus)
    if let rect = layout.queue, rect.contains(mouse) {
      state.focus = .queue
      return state.queueRow(at: mouse.row, in: rect).map { state.show($0) } ?? []
    }
    if let rect = layout.findings, rect.contains(mouse) {
      state.focus = .findings
      if let index = state.findingIndex(at: mouse.row, in: rect) { state.choose(index) }
      return []
    }
    if layout.film.contains(mouse), layout.queue != layout.side { state.focus = .film }
    return nil
  }

  package func wheeled(_ notches: Int, _ mouse: Mouse, _ state: inout State) -> [Effect]? {
    let layout = Layout(state.surface, focus: state.focus)
    if layout.queue?.contains(mouse) == true { return state.moveStudy(notches) }
    if layout.findings?.contains(mouse) == true { state.moveFinding(notches) }
    return []
  }
}

extension State {
  /// The shown film in each pane that it has in the reading screen.
  var canvases: [Canvas] {
    guard let film, surface.graphics != .none else { return [] }
    return filmPanes(in: Layout(surface, focus: focus).film).map {
      Canvas(film: look.pose.size(film.size), rect: $0)
    }
  }

  /// The film that stands on a row of the queue pane.
  fileprivate func queueRow(at row: Int, in rect: CellRect) -> Int? {
    let places = listed(queue.list.count, cursor: queue.place, capacity: rect.rows - 1)
    let place = places.lowerBound + row - rect.row - 1
    return places.contains(place) ? queue.list[place] : nil
  }

  /// The finding that stands on a row of the panel.
  fileprivate func findingIndex(at row: Int, in rect: CellRect) -> Int? {
    var frame = Frame<PictureRecipe>(grid: Grid(surface.size))
    guard let list = drawFindings(self, in: rect, on: &frame) else { return nil }
    let rows = rowsOfFindings(capacity: list.rows - 1)
    let offset = row - list.row - 1
    return rows.indices.contains(offset) ? rows[offset] : nil
  }
}

extension QueueScreen {
  package func clicked(_ mouse: Mouse, _ state: inout State) -> [Effect]? {
    if mouse.row == 1, let bucket = state.bucketTabs.first(where: { $0.columns.contains(mouse.column) }) {
      state.take(bucket.bucket)
      return []
    }
    let rows = listed(state.queue.list.count, cursor: cursor, capacity: browserTable(state).rows - 3)
    let place = rows.lowerBound + mouse.row - browserTable(state).row - 3
    guard rows.contains(place), mouse.column < browserTable(state).columns else { return [] }
    if place == cursor { return state.openRow() }
    state.edit(QueueScreen.self) { $0.cursor = place }
    return []
  }

  package func wheeled(_ notches: Int, _ mouse: Mouse, _ state: inout State) -> [Effect]? {
    state.moveCursor(3 * notches)
    return []
  }
}

extension CompareScreen {
  package func canvases(_ state: State) -> [Canvas] {
    comparePanes(self, state).compactMap { row, pane in
      state.queue.rows[row].film.map {
        Canvas(film: state.look.pose.size($0.size), rect: pane.withoutFirstRow)
      }
    }
  }
}

extension AnnotateScreen {
  package func canvases(_ state: State) -> [Canvas] { state.canvases }

  /// Takes hold of the handle or the shape under the pointer, be it the one that is drawn or another; a place or a text
  /// goes where the pointer is.
  package func clicked(_ mouse: Mouse, _ state: inout State) -> [Effect]? {
    guard let film = state.film, let canvas = canvases(state).first(where: { $0.rect.contains(mouse) }) else {
      return nil
    }
    let here = state.place(under: mouse, on: canvas)
    let place = state.look.pose.unplace(here, on: film.size)
    var next = mouse
    (next.column, next.row) = (mouse.column + 1, mouse.row + 1)
    let there = state.place(under: next, on: canvas)
    let reach = 1.5 * max(there.x - here.x, there.y - here.y)
    let others = state.record.annotations.values.sorted { $0.id < $1.id }.filter { $0.id != draft?.id }
    for annotation in (draft.map { [$0] } ?? []) + others {
      guard let grip = annotation.grip(at: place, reach: reach) else { continue }
      state.edit(AnnotateScreen.self) { screen in
        (screen.draft, screen.line) = (annotation, annotation.id == draft?.id ? line : nil)
        screen.handle = grip
      }
      state.drag = Drag(.shape, canvas, mouse)
      return []
    }
    guard let draft, draft.points.count == 1 else { return nil }
    state.edit(AnnotateScreen.self) {
      $0.draft?.points[0] = film.clamped(FilmPoint(place.x.rounded(), place.y.rounded()))
    }
    state.drag = Drag(.shape, canvas, mouse)
    return []
  }
}

extension Annotation {
  /// What lies under a place: a handle, or the whole shape (`.some(nil)`); nil where nothing does.
  fileprivate func grip(at place: FilmPoint, reach: Double) -> Int?? {
    func distance(_ point: FilmPoint) -> Double { max(abs(point.x - place.x), abs(point.y - place.y)) }
    let nearest = points.indices.min { distance(points[$0]) < distance(points[$1]) }
    if let nearest, distance(points[nearest]) <= reach { return .some(points.count == 1 ? nil : nearest) }
    let box = bounds
    let isInside =
      points.count > 1 && (box.x...(box.x + box.width)).contains(place.x)
      && (box.y...(box.y + box.height)).contains(place.y)
    return isInside ? .some(nil) : nil
  }
}
