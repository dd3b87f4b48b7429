/// The list of findings: its order, its pinned rows, and its numbers.

import Review
import Testing
import Trust

import Workstation

@Suite("The list of findings")
struct FindingsTests {
  @Test("present and abstained come first by probability, then the critical, then the rest")
  func order() {
    let labels = inReadingOrder(ReadingRoom.reading(0).findings).map(\.label)
    #expect(
      labels.prefix(6) == [
        "cardiomegaly", "pleural effusion", "aortic elongation", "Pneumothorax", "pneumoperitoneo",
        "vertebral degenerative changes",
      ])
  }

  @Test("critical findings stay in sight wherever the cursor is, however short the list")
  func pinned() {
    let ordered = inReadingOrder(ReadingRoom.reading(0).findings)
    for capacity in 3...12 {
      for cursor in ordered.indices {
        let visible = VisibleFindings(ordered, cursor: cursor, capacity: capacity)
        let seen = Set(Array(visible.listed) + visible.pinned)
        #expect(seen.count <= capacity)
        #expect(seen.contains(cursor))
        #expect(seen.isSuperset(of: ordered.indices.filter { criticalLabels.contains(ordered[$0].label) }))
      }
    }
  }

  @Test(
    "labels that the networks were never trained on stand behind all others, dimmer, under a heading of their own"
  )
  func zeroShot() throws {
    let apart: Set = ["cardiomegaly", "Nodule", "sternotomy"]
    var room = ReadingRoom.ready()
    room.happen(.model(.ready(PackFacts(name: "phantom", hash: "7be2", caution: nil, zeroShot: apart))))
    let labels = room.state.findings.map(\.label)
    #expect(
      Set(labels.suffix(3)) == apart && labels[labels.count - 3] == "cardiomegaly", "the present one first")
    room.happen(.resized(ReadingRoom.surface(120, 60)))
    let lines = room.screen.split(separator: "\n")
    let heading = try #require(lines.firstIndex { $0.contains("zero-shot: known by name") })
    #expect(
      lines[heading + 1].contains("cardiomegaly") && !lines[..<heading].contains { $0.contains("Nodule") })
    let grid = view(room.state).grid
    let column = try #require(lines[heading + 2].range(of: "Nodule"))
    let place = lines[heading + 2].distance(from: lines[heading + 2].startIndex, to: column.lowerBound)
    #expect(grid[place, heading + 2].role == .dim)
    for rows in 20...60 {
      room.happen(.resized(ReadingRoom.surface(120, rows)))
      for index in labels.indices {
        room.state.chosen = labels[index]
        #expect(room.screen.contains(labels[index].prefix(10)), "\(labels[index]) at \(rows) rows")
      }
    }
  }

  @Test("an abstention looks like neither yes nor no, and its meaning is spelled out")
  func abstention() {
    var room = ReadingRoom.ready()
    room.press("3")
    #expect(room.screen.contains("not a negative"))
    #expect(FindingState.uncertain.glyph != FindingState.absent.glyph)
    #expect(FindingState.uncertain.role != FindingState.absent.role)
  }

  @Test(
    "probabilities are two digits",
    arguments: [(0.0, ".00"), (0.004, ".00"), (0.05, ".05"), (0.874, ".87"), (0.996, "1.0")])
  func probabilities(value: Double, text: String) {
    #expect(probabilityText(value) == text)
  }

  @Test("while the model reads, the panel says for how long")
  func waitingForModel() {
    var room = ReadingRoom()
    #expect(room.screen.contains("opening…"))
    room.happen(.opened(row: 0, generation: 1, ReadingRoom.film(0)))
    room.happen(.waited(3.2))
    #expect(room.screen.contains("reading… 3.2 s"))
  }

  @Test("no model, a refused model and a failed reading each have their sentence")
  func absences() {
    var room = ReadingRoom(model: .none)
    room.happen(.opened(row: 0, generation: 1, ReadingRoom.film(0)))
    #expect(room.screen.contains("no model"))
    room.happen(.model(.refused("a.safetensors has another hash than pack.toml says.")))
    #expect(room.screen.contains("a.safetensors has another"))
    room.happen(.model(.ready(ReadingRoom.pack)))
    guard case .waiting(let generation) = room.state.readings[ReadingRoom.study(0)] else {
      Issue.record("the film is not being read")
      return
    }
    room.happen(.notRead(ReadingRoom.study(0), generation: generation, "the logits are not finite"))
    #expect(room.screen.contains("the logits are not finite"))
  }

  @Test(
    "networks in eight bits are said to be that, beside the findings, in the status line and of each number")
  func reduced() throws {
    for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
      var room = ReadingRoom.ready(films: 1, columns, rows)
      #expect(!room.screen.contains("8-"))
      room.happen(.model(.ready(PackFacts(name: "phantom", hash: "7be2", caution: nil, isReduced: true))))
      let provenance = Provenance(plan: InferencePlan(precision: .eightBits))
      room.state.readings[ReadingRoom.study(0)] = .done(ReadingRoom.reading(0, provenance: provenance))
      #expect(room.screen.contains("8-BIT") && room.screen.contains("8-bit networks, for"))
      room.state.focus = .findings
      room.press("i")
      #expect(room.screen.contains("precision"))
    }
  }

  @Test("scores that only rank are neither a yes nor a no in the queue, and have their maps")
  func ranked() throws {
    var room = ReadingRoom.ready(films: 1, 200, 60)
    let map = ExplanationMap(rows: 2, columns: 2, values: [0, 1, 2, 3])
    let scores = ["Mass", "Nodule"].map { UncalibratedScore(label: $0, logits: [:], ensemble: Logit(0)) }
    room.state.readings[ReadingRoom.study(0)] = .done(
      Reading(
        study: ReadingRoom.study(0), pack: ReadingRoom.pack.hash, findings: [],
        maps: [.contribution: [0: map, 1: map]], uncalibrated: scores))
    #expect(room.screen.contains(">· phantom-001"))
    room.press("o")
    #expect(room.screen.contains("contribution: Mass") && room.state.shownMap == map)
    room.state.isBlindFirst = true
    #expect(room.state.shownMap == nil && !room.screen.contains("contribution: Mass"))
  }
}
