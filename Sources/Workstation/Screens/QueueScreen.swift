/// The queue browser: every film in a table with its priority and the reason for it, filters, sorts, marks and a preview.

import Review
package import Terminal

package struct QueueScreen: Screen {
  /// Where the cursor stands in the list.
  package var cursor = 0
  /// The filter being typed; nil when no line is open.
  package var line: TextLine?

  package init(cursor: Int = 0) { self.cursor = cursor }

  package static let title = "QUEUE"
  static let context = Context("browser")
  private static let typing = Context("filter", takesText: true)
  private static let sorts = Context("sort", openedBy: "browser.sort")

  package func context(in state: State) -> Context { line == nil ? Self.context : Self.typing }

  package static let commands: [Command] =
    [
      Command("browser", .queue, "browse the whole queue", hint: "browse", in: [.reading], "b") {
        $0.openBrowser(typing: false)
      },
      Command("browser.filter", .queue, "filter the queue", in: [.reading, context], "/") {
        $0.openBrowser(typing: true)
      },
      Command(
        "browser.move", .queue, "next, previous row", hint: "move", in: [context],
        [
          Step("next", "j Down") { $0.moveCursor(1) }, Step("previous", "k Up") { $0.moveCursor(-1) },
          Step("pageDown", "PgDn Ctrl-d") { $0.moveCursor(10) },
          Step("pageUp", "PgUp Ctrl-u") { $0.moveCursor(-10) },
          Step("first", "Home") { $0.moveCursor(-queueEnd) },
          Step("last", "End G") { $0.moveCursor(queueEnd) },
        ], spelling: "j k"),
      Command(
        "browser.open", .queue, "read this film", hint: "open", in: [context], "Enter", asks: { $0.openRow() }
      ),
      Command(
        "browser.bucket", .queue, "all or one bucket", in: [context],
        Bucket.allCases.enumerated().map { index, bucket in
          Step(bucket.rawValue.lowercased(), "\(index)") { $0.take(bucket) }
        }, spelling: "0-6"),
      Command("browser.mark", .queue, "mark, unmark", hint: "mark", in: [context], "v") { $0.markRow() },
      Command("browser.markRange", .queue, "mark up to here", in: [context], "V") { $0.markRange() },
      Command("browser.sort", .queue, "sort by a letter", hint: "sort", in: [context], "s") {
        $0.layer = sorts
      },
      Command(
        "sort.by", .queue, "priority prob name age…", hint: "key", in: [sorts],
        zip(SortKey.allCases, ["o", "P", "p", "n", "a", "d", "r"]).map { key, letter in
          Step(key.rawValue, letter) { $0.sort(by: key) }
        } + [Step("reverse", "!") { $0.reverseSorting() }], spelling: "oPpnadr!"),
      Command("filter.done", .queue, "keep the filter", hint: "keep", in: [typing], "Enter Down") {
        $0.edit(QueueScreen.self) { $0.line = nil }
      },
      Command("filter.clear", .queue, "no filter", hint: "clear", in: [typing], "Esc") { $0.clearFilter() },
    ] + savedViewCommands

  package func typed(_ key: Key, _ state: inout State) -> [Effect]? {
    guard var line, line.take(key) else { return nil }
    state.edit(QueueScreen.self) { ($0.line, $0.cursor) = (line, 0) }
    state.filter(by: line.text)
    return []
  }

  package func draw(_ state: State, on frame: inout Frame<PictureRecipe>) {
    drawBrowser(self, state, on: &frame)
  }
}

extension State {
  mutating func openBrowser(typing: Bool) {
    if !(top is QueueScreen) {
      arrange()
      let place = queue.place
      open(QueueScreen(cursor: place))
    }
    let text = queue.filter.text
    if typing { edit(QueueScreen.self) { $0.line = TextLine(text) } }
  }

  /// The row under the browser's cursor.
  package var rowUnderCursor: Int? {
    guard let screen = top as? QueueScreen, !queue.list.isEmpty else { return nil }
    return queue.list[min(max(screen.cursor, 0), queue.list.count - 1)]
  }

  mutating func moveCursor(_ by: Int) {
    let last = max(0, queue.list.count - 1)
    edit(QueueScreen.self) { $0.cursor = min(max(min($0.cursor, last) + by, 0), last) }
  }

  /// Shows the film under the cursor in the reading screen.
  mutating func openRow() -> [Effect] {
    guard let row = rowUnderCursor else { return [] }
    close()
    focus = .findings
    return show(row)
  }

  /// Filters as the text says. While it says nothing that can be understood, the list stays as it was and the reason is shown.
  mutating func filter(by text: String) {
    do {
      queue.filter = try FilterParser.parse(text, labels: packLabels)
      arrange()
    } catch {
      message = .refusal(error.sentence)
    }
  }

  mutating func clearFilter() {
    edit(QueueScreen.self) { ($0.line, $0.cursor) = (nil, 0) }
    queue.filter = Filter()
    arrange()
  }

  mutating func take(_ bucket: Bucket) {
    queue.bucket = bucket
    edit(QueueScreen.self) { $0.cursor = 0 }
    arrange()
  }

  mutating func sort(by key: SortKey) {
    queue.sorting.key = key
    queue.sorting.isReversed = false
    edit(QueueScreen.self) { $0.cursor = 0 }
    arrange()
  }

  mutating func reverseSorting() {
    queue.sorting.isReversed.toggle()
    arrange()
  }

  mutating func markRow() {
    guard let row = rowUnderCursor else { return }
    if queue.marked.remove(row) == nil { queue.marked.insert(row) }
    moveCursor(1)
  }

  /// Marks from the nearest mark above the cursor down to it.
  mutating func markRange() {
    guard let screen = top as? QueueScreen, !queue.list.isEmpty else { return }
    let end = min(max(screen.cursor, 0), queue.list.count - 1)
    let start = queue.list[...end].lastIndex { queue.marked.contains($0) } ?? end
    queue.marked.formUnion(queue.list[start...end])
  }

  /// The labels of the pack that is loaded, as far as any film was read with it.
  package var packLabels: [String] { queue.rows.lazy.compactMap(\.verdict).first?.labels ?? [] }
}
