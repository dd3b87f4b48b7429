/// Annotation by keyboard: a shape, its handles, moved by one or eight pixels of the film, saved with Enter.

import Imaging
package import Review
package import Terminal

package struct AnnotateScreen: Screen {
  /// What is being drawn or changed; nil while a shape is chosen.
  package var draft: Annotation?
  /// The handle that the keys move; nil moves the whole shape.
  package var handle: Int?
  /// The text being typed.
  package var line: TextLine?

  package init() {}

  package static let title = "ANNOTATE"
  private static let choosing = Context("annotate")
  private static let drawing = Context("draw")
  private static let typing = Context("annotation text", takesText: true)

  package func context(in state: State) -> Context {
    draft == nil ? Self.choosing : line == nil ? Self.drawing : Self.typing
  }

  package func typed(_ key: Key, _ state: inout State) -> [Effect]? {
    guard var line, line.take(key) else { return nil }
    state.edit(AnnotateScreen.self) {
      $0.line = line
      $0.draft?.text = line.text
    }
    return []
  }

  package static let commands: [Command] = [
    Command(
      "annotate", .annotate, "draw on the film…", hint: "annotate", in: [.reading], "a", disabled: cannotDraw
    ) {
      $0.open(AnnotateScreen())
    },
    Command(
      "annotate.shape", .annotate, "box line point ellipse…", hint: "shape", in: [choosing],
      zip(
        ["b", "l", "p", "e", "t", "g", "C", "c"],
        [Annotation.Shape.box, .line, .point, .ellipse, .text, .angle, .cobb, .ctr]
      ).map { key, shape in Step(shape.rawValue, key) { $0.beginDrawing(shape) } }, spelling: "blpetgCc",
      disabled: cannotDraw),
    Command("annotate.edit", .annotate, "change the next one", hint: "next", in: [choosing, drawing], "Tab") {
      $0.nextAnnotation()
    },
    Command(
      "annotate.move", .annotate, "move by 1 px (8 px)", hint: "move", in: [drawing],
      zip(
        ["left", "right", "up", "down"], [("h Left", "H"), ("l Right", "L"), ("k Up", "K"), ("j Down", "J")]
      )
      .flatMap { name, keys in
        let (dx, dy) = directions[name] ?? (0, 0)
        return [
          Step(name, keys.0) { $0.moveDraft(dx, dy) },
          Step(name + "8", keys.1) { $0.moveDraft(dx * 8, dy * 8) },
        ]
      }, spelling: "hjkl HJKL"),
    Command("annotate.handle", .annotate, "next handle, then whole", hint: "handle", in: [drawing], "Space .")
    {
      $0.nextHandle()
    },
    Command(
      "annotate.grow", .annotate, "shrink, grow", in: [drawing],
      [Step("shrink", "s") { $0.growDraft(-8) }, Step("grow", "S") { $0.growDraft(8) }]),
    Command("annotate.snap", .annotate, "to the map's peak", in: [drawing], "'", disabled: noPeak) {
      $0.snapDraft()
    },
    Command("annotate.side", .annotate, "patient's side R L B", in: [drawing], "x") { $0.nextSide() },
    Command("annotate.label", .annotate, "for the next finding", in: [drawing], "f", disabled: noFindings) {
      $0.nextLabel()
    },
    Command("annotate.text", .annotate, "its text", in: [drawing], "t") {
      $0.edit(AnnotateScreen.self) { $0.line = TextLine($0.draft?.text ?? "") }
    },
    Command("annotate.erase", .annotate, "erase it", in: [drawing], "d Delete", asks: { $0.eraseDraft() }),
    Command(
      "annotate.keep", .annotate, "keep it", hint: "keep", in: [drawing, typing], "Enter",
      asks: { $0.keepDraft() }),
  ]

  package func draw(_ state: State, on frame: inout Frame<PictureRecipe>) {
    state.drawUnder(AnnotateScreen.self, on: &frame)
    let rect = Layout(state.surface).side
    frame.cover(rect)
    drawPanel(state, in: rect, on: &frame.grid)
  }

  private func drawPanel(_ state: State, in rect: CellRect, on grid: inout Grid) {
    grid.putLine(" annotations", column: rect.column, row: rect.row, columns: rect.columns, role: .selected)
    var row = rect.row + 1
    func put(_ text: String, _ role: Role = .text) {
      for line in CellText.wrap(text, rect.columns - 2) where row < rect.row + rect.rows {
        grid.put(line, column: rect.column + 1, row: row, role: role)
        row += 1
      }
    }
    for annotation in state.record.annotations.values.sorted(by: { $0.id < $1.id })
    where annotation.id != draft?.id {
      put(annotation.words(state.film?.spacing))
    }
    if let draft {
      put("> " + draft.words(state.film?.spacing), .notice)
      let points = draft.points.map { "\(Int($0.x)),\(Int($0.y))" }.joined(separator: "  ")
      put("px of the film: \(points)", .dim)
      put(
        handle.map { "handle \($0 + 1): \(draft.shape.handle($0))" } ?? "the whole \(draft.shape.rawValue)",
        .dim)
      if draft.shape == .ctr {
        put("proposed from the film's proportions: put the four handles yourself", .warning)
      }
    } else {
      let shapes = Annotation.Shape.allCases.map {
        "\(state.keys["annotate.shape.\($0.rawValue)"]) \($0.words)"
      }
      put("choose: " + shapes.joined(separator: "  "), .dim)
    }
    if let line {
      grid.put(
        line, prompt: "text: ", in: CellRect(column: rect.column, row: row, columns: rect.columns, rows: 1))
    }
  }
}

extension Annotation {
  /// One line: number, shape, finding, side, measure and text.
  func words(_ spacing: PixelSpacing?) -> String {
    ["\(id) \(shape.rawValue)", label, side?.rawValue, measure(spacing)?.text, text].compactMap { $0 }
      .joined(separator: "  ")
  }
}

extension Annotation.Shape {
  /// Its name where one is chosen.
  var words: String {
    switch self {
    case .ctr: "cardiothoracic ratio"
    case .cobb: "Cobb"
    case .box, .ellipse, .line, .point, .angle, .text: rawValue
    }
  }

  /// What a handle is, in the field's words.
  func handle(_ index: Int) -> String {
    switch self {
    case .ctr:
      ["heart, right border", "heart, left border", "chest, right inner wall", "chest, left inner wall"][
        index]
    case .cobb: "line \(index / 2 + 1), end \(index % 2 + 1)"
    case .angle: index == 1 ? "vertex" : "end"
    case .box, .ellipse: "corner"
    case .line: "end"
    case .point, .text: "place"
    }
  }
}

@Sendable private func cannotDraw(_ state: State) -> String? {
  noFilm(state) ?? (state.isReadOnly ? "this session is read-only" : nil)
}

@Sendable private func noPeak(_ state: State) -> String? {
  state.peakOfMap == nil ? "there is no map of this finding" : nil
}
