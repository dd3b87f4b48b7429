/// A reading room for tests: films, a pack's readings, and a robot reader who presses keys.

import Foundation
import Imaging
import Review
import Terminal
import Trust

import Workstation

/// A workstation in the middle of its work. Saved acts come back from the disk only when a test says so.
struct ReadingRoom {
  var state: State
  /// Everything asked for since the room was opened.
  private(set) var effects: [Effect] = []

  init(
    films: Int = 5, _ columns: Int = 120, _ rows: Int = 40, model: ModelStatus = .ready(Self.pack),
    session: Session = Session()
  ) {
    state = State(
      films: (0..<films).map { QueuedFilm(name: String(format: "phantom-%03d.dcm", $0 + 1)) },
      surface: Self.surface(columns, rows), model: model, session: session)
    effects = start(&state)
  }

  static let pack = PackFacts(
    name: "phantom", hash: "7be2" + String(repeating: "0", count: 60),
    caution: "Learned from synthetic films: means nothing on a patient.")

  static func surface(_ columns: Int, _ rows: Int) -> Surface {
    Surface(
      size: GridSize(columns: columns, rows: rows), graphics: .sixel, grays: 101,
      cell: PixelSize(width: 10, height: 20))
  }

  static func study(_ row: Int) -> StudyID {
    let digits = String(row + 1, radix: 16)
    return StudyID(sha256: String(repeating: digits, count: 64 / digits.count))
  }

  static func film(_ row: Int, of patient: PatientIdentity? = nil) -> FilmFacts {
    FilmFacts(
      study: study(row), rows: 2500, columns: 2048, bitsStored: 12, view: "PA", date: "2026-02-11",
      orientation: row == 0 ? PatientOrientation(alongRow: "L", downColumn: "F") : nil,
      windows: [
        .file: Window(center: 2048, width: 4096), .auto: Window(center: 1900, width: 3000),
        .lung: Window(center: 1200, width: 1500),
      ], identity: patient)
  }

  /// Label, calibrated probability, state.
  static let findings: [(String, Double, FindingState)] = [
    ("Normal", 0.04, .absent), ("aortic elongation", 0.64, .uncertain), ("cardiomegaly", 0.87, .present),
    ("pleural effusion", 0.71, .present), ("Nodule", 0.19, .absent), ("Pneumothorax", 0.04, .absent),
    ("vertebral degenerative changes", 0.45, .absent), ("pneumoperitoneo", 0.01, .absent),
    ("atelectasis", 0.31, .absent), ("sternotomy", 0.03, .absent),
  ]

  static func reading(
    _ row: Int, findings: [(String, Double, FindingState)] = findings, provenance: Provenance = Provenance(),
    ood: OODScore? = nil
  ) -> Reading {
    let calibration = Calibration(temperatures: [1])
    func probability(_ value: Double) -> Probability {
      calibration.probability(Logit(log(value / (1 - value))), label: 0)
    }
    let map = ExplanationMap(rows: 16, columns: 16, values: Array(repeating: 0.5, count: 256))
    let maps = Dictionary(uniqueKeysWithValues: findings.indices.filter { $0 != 4 }.map { ($0, map) })
    return Reading(
      study: study(row), pack: pack.hash,
      findings: findings.map { label, value, state in
        Finding(
          label: label, logits: [:], ensemble: Logit(0), probability: probability(value),
          threshold: probability(0.6),
          state: state)
      }, maps: [.contribution: maps, .gradCAM: maps], provenance: provenance, ood: ood)
  }

  /// Lets an event happen and returns what it asks for.
  @discardableResult
  mutating func happen(_ event: Event) -> [Effect] {
    let asked = update(&state, event)
    effects += asked
    return asked
  }

  /// Presses keys written as in the help: `jj<Enter>`. Returns what they ask for.
  @discardableResult
  mutating func press(_ keys: String) -> [Effect] {
    Self.keys(keys).flatMap { happen(.key($0)) }
  }

  /// Answers every open request for a film or a reading that is still awaited, until none is left.
  mutating func finishWork() {
    while true {
      let before = state
      for (row, film) in state.queue.rows.enumerated() {
        if case .opening(let generation) = film.status {
          happen(.opened(row: row, generation: generation, Self.film(row)))
        }
        if let study = state.queue.rows[row].study, case .waiting(let generation) = state.readings[study] {
          happen(.read(Self.reading(row), generation: generation))
        }
      }
      happen(.developed(.full))
      if state == before { return }
    }
  }

  /// The disk takes everything that is on its way.
  mutating func finishSaving() {
    for said in state.ledger.pending {
      let decision = Decision(
        sequence: state.ledger.session.nextSequence, time: Date(timeIntervalSince1970: 0), study: said.study,
        act: said.act)
      happen(.saved(ticket: said.ticket, decision))
    }
  }

  var screen: String { view(state).grid.lines.joined(separator: "\n") }

  /// `j`, `<Enter>`, `<C-l>`.
  static func keys(_ text: String) -> [Key] {
    let names: [String: Key] = [
      "Enter": .enter, "Esc": .escape, "Tab": .tab, "S-Tab": .backTab, "Up": .up, "Down": .down,
      "Left": .left,
      "Right": .right, "Home": .home, "End": .end, "PgUp": .pageUp, "PgDn": .pageDown, "C-l": .control("l"),
      "Space": .space, "BS": .backspace, "C-p": .control("p"), "C-r": .control("r"),
      "C-z": .control("z"), "C-c": .control("c"),
    ]
    var keys: [Key] = []
    var rest = Substring(text)
    while let first = rest.popFirst() {
      if first == "<", let end = rest.firstIndex(of: ">"), let key = names[String(rest[..<end])] {
        keys.append(key)
        rest = rest[rest.index(after: end)...]
      } else {
        keys.append(.character(first))
      }
    }
    return keys
  }

  /// A room in which everything wanted has arrived.
  static func ready(films: Int = 5, _ columns: Int = 120, _ rows: Int = 40, session: Session = Session())
    -> Self
  {
    var room = Self(films: films, columns, rows, session: session)
    room.finishWork()
    return room
  }
}
