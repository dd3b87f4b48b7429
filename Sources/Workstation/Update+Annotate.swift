/// Drawing on the film: every place in the film's own pixels, every change an act that can be taken back.

import Imaging
package import Review
import Terminal

extension State {
  /// Begins a shape around the cross, or in the middle of what is seen, an eighth of it large.
  mutating func beginDrawing(_ shape: Annotation.Shape) {
    guard let film else { return }
    let center = look.probe ?? middle(of: film)
    let size = Double(min(film.columns, film.rows)) / look.viewport.zoom / 8
    let points = shape.proposal(around: center, size: size, film: film.size)
    if !(top is AnnotateScreen) { open(AnnotateScreen()) }
    let id = (record.annotations.keys.max() ?? 0) + 1
    var draft = Annotation(id: id, shape: shape, points: points.map { film.clamped($0) })
    draft.label = shape == .ctr ? "cardiomegaly" : shape == .cobb ? nil : chosenFinding?.label
    draft.side = side(of: draft)
    edit(AnnotateScreen.self) {
      $0.draft = draft
      $0.handle = shape == .ctr || shape == .cobb || shape == .angle ? 0 : nil
      $0.line = shape == .text ? TextLine() : nil
    }
  }

  /// The patient's side of an annotation, where the film says which side is which.
  private func side(of annotation: Annotation) -> PatientSide? {
    guard let film, let letters = EdgeLetters(film.orientation, FilmPose()) else { return nil }
    let (left, right) = (annotation.bounds.x, annotation.bounds.x + annotation.bounds.width)
    let middle = Double(film.columns) / 2
    if left < middle && right > middle && annotation.shape != .point { return nil }
    return PatientSide(rawValue: right <= middle ? letters.left : letters.right)
  }

  /// Puts the next annotation of the film under the keys.
  mutating func nextAnnotation() {
    let ids = record.annotations.keys.sorted()
    let now = (top as? AnnotateScreen)?.draft?.id
    guard let id = ids.first(where: { $0 > now ?? 0 }) ?? ids.first, let annotation = record.annotations[id]
    else {
      message = .refusal("nothing is drawn on this film yet")
      return
    }
    edit(AnnotateScreen.self) { ($0.draft, $0.handle, $0.line) = (annotation, nil, nil) }
  }

  /// Moves the handle, or the whole shape, by pixels of the film in a direction of the display.
  mutating func moveDraft(_ dx: Double, _ dy: Double) {
    guard let film else { return }
    let step = look.pose.unturn(dx, dy)
    edit(AnnotateScreen.self) { screen in
      guard var draft = screen.draft else { return }
      let moved = screen.handle.map { [$0] } ?? Array(draft.points.indices)
      let places = moved.map { FilmPoint(draft.points[$0].x + step.dx, draft.points[$0].y + step.dy) }
      // A whole shape stops at the film's edge and keeps its form.
      guard places.allSatisfy({ film.clamped($0) == $0 }) else { return }
      for (index, place) in zip(moved, places) { draft.points[index] = place }
      screen.draft = draft
    }
    relocate()
  }

  /// Moves the corners away from or towards the middle.
  mutating func growDraft(_ by: Double) {
    guard let film else { return }
    edit(AnnotateScreen.self) { screen in
      guard var draft = screen.draft, draft.points.count > 1 else { return }
      let bounds = draft.bounds
      let center = FilmPoint(bounds.x + bounds.width / 2, bounds.y + bounds.height / 2)
      for index in draft.points.indices {
        let point = draft.points[index]
        let x = point.x + (point.x < center.x ? -by : point.x > center.x ? by : 0)
        let y = point.y + (point.y < center.y ? -by : point.y > center.y ? by : 0)
        guard abs(x - center.x) >= 1 || abs(y - center.y) >= 1 else { return }
        draft.points[index] = film.clamped(FilmPoint(x, y))
      }
      screen.draft = draft
    }
  }

  mutating func nextHandle() {
    edit(AnnotateScreen.self) { screen in
      guard let draft = screen.draft else { return }
      let next = screen.handle.map { $0 + 1 } ?? 0
      screen.handle = next < draft.points.count && draft.points.count > 1 ? next : nil
    }
  }

  mutating func nextSide() {
    edit(AnnotateScreen.self) { screen in
      let order: [PatientSide?] = [nil, .right, .left, .both]
      let now = order.firstIndex { $0 == screen.draft?.side } ?? 0
      screen.draft?.side = order[(now + 1) % order.count]
    }
  }

  mutating func nextLabel() {
    let labels = findings.map(\.label)
    edit(AnnotateScreen.self) { screen in
      let now = screen.draft?.label.flatMap { labels.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
      screen.draft?.label = now < labels.count ? labels[now] : nil
    }
  }

  /// The film's pixel under the highest value of the chosen finding's map.
  package var peakOfMap: FilmPoint? {
    guard let film, let reading, let label = explainedLabel,
      let index = reading.labels.firstIndex(of: label),
      let map = look.overlay.flatMap({ reading.maps[$0]?[index] })
        ?? reading.maps.values.lazy.compactMap({ $0[index] }).first,
      let peak = map.values.indices.max(by: { map.values[$0] < map.values[$1] })
    else { return nil }
    let (row, column) = (peak / map.columns, peak % map.columns)
    return FilmPoint(
      (Double(column) + 0.5) / Double(map.columns) * Double(film.columns),
      (Double(row) + 0.5) / Double(map.rows) * Double(film.rows))
  }

  mutating func snapDraft() {
    guard let film, let peak = peakOfMap else { return }
    edit(AnnotateScreen.self) { screen in
      guard var draft = screen.draft else { return }
      let bounds = draft.bounds
      let (dx, dy) = (peak.x - bounds.x - bounds.width / 2, peak.y - bounds.y - bounds.height / 2)
      for index in draft.points.indices {
        draft.points[index] = film.clamped(FilmPoint(draft.points[index].x + dx, draft.points[index].y + dy))
      }
      screen.draft = draft
    }
    relocate()
  }

  /// The side follows the place for as long as the film says which side is which.
  private mutating func relocate() {
    guard let draft = (top as? AnnotateScreen)?.draft, let side = side(of: draft) else { return }
    edit(AnnotateScreen.self) { $0.draft?.side = side }
  }

  mutating func keepDraft() -> [Effect] {
    guard let draft = (top as? AnnotateScreen)?.draft, let study = film?.study else { return [] }
    if draft.shape == .text, draft.text?.isEmpty ?? true {
      return refuse("a text needs words: \(keys["annotate.text"]) types them")
    }
    edit(AnnotateScreen.self) { ($0.draft, $0.handle, $0.line) = (nil, nil, nil) }
    if record.annotations[draft.id] == draft { return [] }
    return record(.annotate(draft), on: study)
  }

  mutating func eraseDraft() -> [Effect] {
    guard let draft = (top as? AnnotateScreen)?.draft, let study = film?.study else { return [] }
    let isKept = record.annotations[draft.id] != nil
    edit(AnnotateScreen.self) { ($0.draft, $0.handle, $0.line) = (nil, nil, nil) }
    return isKept ? record(.erase(annotation: draft.id), on: study) : []
  }
}

extension FilmFacts {
  /// The nearest place on the film.
  func clamped(_ point: FilmPoint) -> FilmPoint {
    FilmPoint(min(max(point.x, 0), Double(columns)), min(max(point.y, 0), Double(rows)))
  }
}

extension Annotation.Shape {
  /// Where a new shape begins.
  fileprivate func proposal(around c: FilmPoint, size: Double, film: PixelSize) -> [FilmPoint] {
    let (w, h) = (Double(film.width), Double(film.height))
    return switch self {
    case .point, .text: [FilmPoint(c.x.rounded(), c.y.rounded())]
    case .box, .ellipse:
      [
        FilmPoint((c.x - size).rounded(), (c.y - size).rounded()),
        FilmPoint((c.x + size).rounded(), (c.y + size).rounded()),
      ]
    case .line:
      [FilmPoint((c.x - size).rounded(), c.y.rounded()), FilmPoint((c.x + size).rounded(), c.y.rounded())]
    case .angle:
      [FilmPoint(c.x - size, c.y), c, FilmPoint(c.x, c.y - size)].map {
        FilmPoint($0.x.rounded(), $0.y.rounded())
      }
    case .cobb:
      [
        FilmPoint(c.x - size, c.y - size), FilmPoint(c.x + size, c.y - size),
        FilmPoint(c.x - size, c.y + size),
        FilmPoint(c.x + size, c.y + size),
      ].map { FilmPoint($0.x.rounded(), $0.y.rounded()) }
    // Where heart and chest wall lie on a usual frontal film, as fractions of its width; the level is the lower third.
    case .ctr:
      [0.40, 0.66, 0.12, 0.88].enumerated().map { index, x in
        FilmPoint((x * w).rounded(), ((index < 2 ? 0.62 : 0.70) * h).rounded())
      }
    }
  }
}
