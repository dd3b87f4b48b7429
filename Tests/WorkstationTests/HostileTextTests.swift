/// Hostile text in every place of the screen that shows text: nothing that a terminal obeys, nothing out of its place, nothing lost.

import Foundation
import Imaging
import Review
import Terminal
import Testing

import Workstation

@Suite("Hostile text on the screen")
struct HostileTextTests {
  /// A place that shows text of others, and a room in which it shows this one.
  struct Place: CustomTestStringConvertible, Sendable {
    let name: String
    /// Whether the text may wrap: then lines below it move.
    var wraps = false
    /// Whether there is only room for a code.
    var isNarrow = false
    /// Whether it is a line that is typed: a paste into it is one line, of which the end is seen.
    var isTyped = false
    let room: @Sendable (String, Int, Int) -> ReadingRoom
    func shows(_ text: String) -> String {
      isTyped ? String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }.suffix(16)) : text
    }
    var testDescription: String { name }
  }

  @Test("no cell holds what a terminal obeys, and the panes stay where they are", arguments: places)
  func harmless(place: Place) {
    for (columns, rows) in [(80, 24), (120, 40)] {
      let plain = view(place.room("plain", columns, rows).state)
      for hostile in HostileString.all {
        let frame = view(place.room(hostile.text, columns, rows).state)
        #expect(Self.faults(frame.grid).isEmpty, "\(hostile.what): \(Self.faults(frame.grid).prefix(3))")
        let places = Set(plain.images.map(\.rect))
        #expect(
          hostile.isBlank || frame.images.allSatisfy { places.contains($0.rect) },
          "\(hostile.what): the film moved")
        if !place.wraps {
          #expect(
            Self.frameLines(frame.grid) == Self.frameLines(plain.grid), "\(hostile.what): a border moved")
        }
      }
    }
  }

  @Test(
    "what was in a text can be seen: no text looks like another, nor like itself made harmless",
    arguments: places.filter { !$0.isNarrow })
  func told(place: Place) {
    var seen: [String: HostileString] = [:]
    for hostile in HostileString.all where !hostile.isBlank {
      let text = place.shows(hostile.text)
      let screen = place.room(text, 200, 60).screen
      if let other = seen[screen], place.shows(other.text) != text {
        Issue.record("\(hostile.what) looks like \(other.what)")
      }
      seen[screen] = hostile
      let tamed = Self.tamed(text)
      #expect(
        tamed == text || place.room(tamed, 200, 60).screen != screen,
        "\(hostile.what) hides what it holds: \(screen)")
    }
  }

  /// The text without what cannot be shown as it is; joiners between emoji and other scripts belong to the text.
  private static func tamed(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { isHarmless($0) || [0x200C, 0x200D].contains($0.value) }))
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }

  /// Cells that a terminal could obey, or whose width is not what the grid says.
  private static func faults(_ grid: Grid) -> [String] {
    (0..<grid.size.rows).flatMap { row in
      (0..<grid.size.columns).compactMap { column -> String? in
        let text = grid[column, row].text
        let scalars = text.unicodeScalars
        let isWide = column + 1 < grid.size.columns && grid[column + 1, row].text.isEmpty
        if text.isEmpty {
          return column > 0 && !grid[column - 1, row].text.isEmpty ? nil : "half at \(column), \(row)"
        }
        if !scalars.allSatisfy(isHarmless) {
          return "\(scalars.map { String($0.value, radix: 16) }) at \(column), \(row)"
        }
        if scalars.count > 5 || CellText.width(text) != (isWide ? 2 : 1) {
          return "width at \(column), \(row)"
        }
        return nil
      }
    }
  }

  /// Where lines stand: the borders of panes and boxes.
  private static func frameLines(_ grid: Grid) -> [Int] {
    grid.cells.indices.filter { grid.cells[$0].role == .border }
  }

  private static func ready(_ columns: Int, _ rows: Int, _ keys: String = "") -> ReadingRoom {
    var room = ReadingRoom.ready(columns, rows)
    room.press(keys)
    return room
  }

  private static func pasted(_ keys: String) -> @Sendable (String, Int, Int) -> ReadingRoom {
    { text, columns, rows in
      var room = ready(columns, rows, keys)
      room.happen(.pasted(text))
      return room
    }
  }

  private static func happening(_ keys: String, _ event: @escaping @Sendable (String) -> Event)
    -> @Sendable (String, Int, Int) -> ReadingRoom
  {
    { text, columns, rows in
      var room = ready(columns, rows, keys)
      room.happen(event(text))
      return room
    }
  }

  private static func pack(_ keys: String, _ facts: @escaping @Sendable (String) -> PackFacts)
    -> @Sendable (String, Int, Int) -> ReadingRoom
  {
    { text, columns, rows in
      var room = ReadingRoom(films: 5, columns, rows, model: .ready(facts(text)))
      room.finishWork()
      room.press(keys)
      return room
    }
  }

  private static func findings(_ keys: String) -> @Sendable (String, Int, Int) -> ReadingRoom {
    { text, columns, rows in
      var room = ReadingRoom(films: 2, columns, rows)
      var findings = ReadingRoom.findings
      findings[2].0 = text
      room.happen(.opened(row: 0, generation: 1, ReadingRoom.film(0)))
      if let study = room.state.film?.study, case .waiting(let generation) = room.state.readings[study] {
        room.happen(.read(ReadingRoom.reading(0, findings: findings), generation: generation))
      }
      room.finishWork()
      if keys == "i" { (room.state.chosen, room.state.focus) = (text, .findings) }
      room.press(keys)
      return room
    }
  }

  private static func films(_ keys: String, _ change: @escaping @Sendable (inout QueuedFilm, String) -> Void)
    -> @Sendable (String, Int, Int) -> ReadingRoom
  {
    { text, columns, rows in
      var room = ready(columns, rows)
      change(&room.state.queue.rows[1], text)
      room.press(keys)
      return room
    }
  }
}

extension HostileTextTests {
  static let places: [Place] = [
    Place(
      name: "a file's name",
      room: { text, columns, rows in
        var room = ReadingRoom(films: 3, columns, rows)
        room.state.queue.rows[0] = QueuedFilm(name: text)
        room.finishWork()
        return room
      }),
    Place(
      name: "a file's name in the queue browser",
      room: { text, columns, rows in
        var room = ready(columns, rows)
        room.happen(.found([text]))
        room.press("bG")
        return room
      }),
    Place(
      name: "the patient",
      room: { text, columns, rows in
        var room = ReadingRoom(columns, rows)
        let patient = PatientIdentity(name: text, id: "7", birthDate: "")
        room.happen(.opened(row: 0, generation: 1, ReadingRoom.film(0, of: patient)))
        room.finishWork()
        room.press("N")
        return room
      }),
    Place(
      name: "why a film is refused", wraps: true,
      room: { text, columns, rows in
        var room = ReadingRoom(columns, rows)
        room.happen(.refused(row: 0, generation: 1, text))
        return room
      }),
    Place(name: "what was not found", room: happening("", { .missing($0) })),
    Place(name: "what an export said", room: happening("", { .exported($0) })),
    Place(
      name: "a pack that is refused", wraps: true,
      room: { text, columns, rows in
        var room = ReadingRoom(films: 3, columns, rows, model: .refused(text))
        room.finishWork()
        return room
      }),
    Place(name: "a view position", isNarrow: true, room: films("b", { $0.header.view = $1 })),
    Place(name: "a finding", room: findings("")),
    Place(name: "a finding in the queue browser", room: findings("b")),
    Place(name: "a finding's provenance", wraps: true, room: findings("i")),
    Place(
      name: "a pack's name", room: pack("K", { PackFacts(name: $0, hash: "7be2", caution: nil, card: "c") })),
    Place(
      name: "a pack's caution", wraps: true,
      room: pack("", { PackFacts(name: "p", hash: "7be2", caution: $0) })),
    Place(
      name: "a model card", wraps: true,
      room: pack("K", { PackFacts(name: "p", hash: "7be2", caution: nil, card: $0) })),
    Place(
      name: "a table of a model card", wraps: true,
      room: pack(
        "K",
        { PackFacts(name: "p", hash: "7be2", caution: nil, card: "| a | b |\n|---|---|\n| \($0) | 1 |\n") })),
    Place(
      name: "a presentation's label",
      room: { text, columns, rows in
        var room = ready(columns, rows)
        let facts = PresentationFacts(uid: "1", label: text, window: Window(center: 9, width: 9))
        room.happen(.presentations(ReadingRoom.study(0), [facts]))
        return room
      }),
    Place(
      name: "what the terminal says of itself", wraps: true,
      room: happening(
        "D",
        { text in
          .examined(
            TerminalReport(
              lines: [.init("terminal", text)], advice: [], graphics: Graphics(mode: .sixel, reason: "")))
        })),
    Place(name: "the filter", isTyped: true, room: pasted("b/")),
    Place(name: "the palette", isTyped: true, room: pasted(":")),
    Place(name: "the help's filter", isTyped: true, room: pasted("?")),
    Place(name: "a note", isTyped: true, room: pasted(";")),
    Place(name: "a text on the film", isTyped: true, room: pasted("at")),
  ]
}
