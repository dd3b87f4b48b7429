/// The export dialog: which files, into which new folder.

package import Review
package import Terminal

/// A kind of file that an export makes.
package enum ExportKind: String, CaseIterable, Hashable, Sendable {
  case session, long, challenge, coco, pictures, report

  package var name: String {
    switch self {
    case .session: "session.jsonl"
    case .long: "findings.csv"
    case .challenge: "cxr-lt.csv"
    case .coco: "boxes.json"
    case .pictures: "key-*.png"
    case .report: "report.html"
    }
  }

  var words: String {
    switch self {
    case .session: "the session itself, every line of it"
    case .long: "one line a film and finding"
    case .challenge: "CXR-LT: ImageID and 30 probabilities"
    case .coco: "COCO boxes, pixels of the file"
    case .pictures: "films with present findings"
    case .report: "one page with pictures, for a browser"
    }
  }
}

/// What to export, and where to.
package struct ExportPlan: Equatable, Sendable {
  package let kinds: Set<ExportKind>
  /// A folder that does not exist yet.
  package let folder: String
  package let films: [ExportedFilm]
}

package struct ExportScreen: Screen {
  package var kinds: Set<ExportKind> = [.session, .long, .report]
  package var cursor = 0
  package var folder = TextLine("hilum-export")
  package var isTyping = false

  package init() {}

  package static let title = "EXPORT"
  private static let context = Context("export")
  private static let typing = Context("export folder", takesText: true)
  package func context(in state: State) -> Context { isTyping ? Self.typing : Self.context }

  package func typed(_ key: Key, _ state: inout State) -> [Effect]? {
    var line = folder
    guard isTyping, line.take(key) else { return nil }
    state.edit(ExportScreen.self) { $0.folder = line }
    return []
  }

  package static let commands: [Command] = [
    Command(
      "export", .program, "export this session", in: [.everywhere], "E",
      disabled: { $0.ledger.session.decisions.isEmpty ? "nothing was decided yet" : nil }
    ) { $0.open(ExportScreen()) },
    Command(
      "export.move", .program, "next, previous file", hint: "move", in: [context],
      [
        Step("next", "j Down") {
          $0.edit(ExportScreen.self) { $0.cursor = min($0.cursor + 1, ExportKind.allCases.count - 1) }
        },
        Step("previous", "k Up") { $0.edit(ExportScreen.self) { $0.cursor = max($0.cursor - 1, 0) } },
      ]),
    Command("export.take", .program, "take it, or not", hint: "take", in: [context], "Space") {
      $0.edit(ExportScreen.self) { $0.kinds.formSymmetricDifference([ExportKind.allCases[$0.cursor]]) }
    },
    Command("export.folder", .program, "name the folder", hint: "folder", in: [context], "f") {
      $0.edit(ExportScreen.self) { $0.isTyping = true }
    },
    Command("export.named", .program, "this folder", in: [typing], "Enter Esc") {
      $0.edit(ExportScreen.self) { $0.isTyping = false }
    },
    Command(
      "export.write", .program, "write the files", hint: "export", in: [context], "Enter",
      asks: { $0.export() }),
  ]

  package func draw(_ state: State, on frame: inout Frame<PictureRecipe>) {
    let size = frame.grid.size
    let films = state.exportedFilms
    frame.grid.fill(CellRect(column: 0, row: 0, columns: size.columns, rows: 1), role: .title)
    frame.grid.put("hilum export", column: 1, row: 0, role: .title)
    let open = films.count { $0.record.signedOff == nil }
    var row = 2
    func put(_ text: String, _ role: Role = .text) {
      frame.grid.put(text, column: 2, row: row, role: role, width: size.columns - 3)
      row += 1
    }
    put("\(counted(films.count, "film")) with decisions, \(open) not signed off", open > 0 ? .warning : .text)
    row += 1
    for (index, kind) in ExportKind.allCases.enumerated() {
      let mark = kinds.contains(kind) ? "[x]" : "[ ]"
      put(
        "\(index == cursor ? ">" : " ") \(mark) \(CellText.pad(kind.name, 16))\(kind.words)",
        index == cursor ? .selected : .text)
    }
    row += 1
    if isTyping {
      frame.grid.put(
        folder, prompt: "folder: ", in: CellRect(column: 2, row: row, columns: size.columns - 4, rows: 1))
    } else {
      put("into the new folder \(folder.text)")
    }
    row += 2
    put("Files have the film's name and the first digits of its hash; no name of a patient.", .dim)
    put("Geometry is the file's own: flips and rotations of the display are not exported.", .dim)
    put("Each file is read back after it was written.", .dim)
    drawFooter(state, on: &frame.grid)
  }
}

extension State {
  /// Every film of this queue on which something was decided.
  package var exportedFilms: [ExportedFilm] {
    ledger.session.studies.compactMap { study in
      guard let row = queue.row(of: study) else { return nil }
      var reading: Reading?
      if case .done(let done) = readings[study], done.study == study { reading = done }
      let film = queue.rows[row].film
      return ExportedFilm(
        study: study, name: queue.rows[row].name, columns: film?.columns ?? 0, rows: film?.rows ?? 0,
        reading: reading, record: ledger.session.record(of: study))
    }
  }

  mutating func export() -> [Effect] {
    guard let screen = top as? ExportScreen, !screen.kinds.isEmpty else { return refuse("no file is taken") }
    guard ledger.pending.isEmpty else { return refuse("the last act is still being saved") }
    let folder = screen.folder.text.trimmingSpaces
    guard !folder.isEmpty else { return refuse("the folder needs a name") }
    message = .notice("exporting…")
    return [.export(ExportPlan(kinds: screen.kinds, folder: folder, films: exportedFilms))]
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
