/// The filter language of the queue, word by word and over rows.

import Review
import Testing

import Workstation

@Suite("The queue's filter")
struct FilterTests {
  private let labels = ReadingRoom.findings.map(\.0)

  private func terms(_ text: String) throws -> [FilterTerm] {
    try FilterParser.parse(text, labels: labels).terms
  }

  @Test("words become findings, numbers, flags and text")
  func parse() throws {
    #expect(
      try terms("pneumothorax p>.5 !done flag:ood age>60") == [
        .finding([5], Comparison(.more, 0.5)), .not(.flag(.done)), .flag(.ood),
        .number(.age, Comparison(.more, 60)),
      ])
    #expect(try terms("pleural effusion") == [.finding([3], nil)])
    #expect(try terms("\"film 7\" view:pa") == [.text("film 7"), .view("pa")])
    #expect(try terms("p<=.3") == [.number(.p, Comparison(.atMost, 0.3))])
    #expect(try terms("date>=2026-02") == [.date(.atLeast, "2026-02")])
    #expect(try terms("") == [])
  }

  @Test("a short or unknown word is searched for, a beginning of several labels means any of them")
  func ambiguity() throws {
    #expect(try terms("ca") == [.text("ca")])
    #expect(try terms("zebra") == [.text("zebra")])
    #expect(try terms("pneumo") == [.finding([5, 7], nil)])
  }

  @Test(
    "what cannot be understood is refused in a sentence",
    arguments: [
      ("age>", "a number is missing"), ("age>old", "old is no number"),
      ("p=>1", "=> compares nothing: < <= = >= >"),
      ("height>3", "nothing is called height: p age priors row date view sex flag is"),
    ])
  func refusals(text: String, sentence: String) {
    do {
      _ = try FilterParser.parse(text, labels: labels)
      Issue.record("\(text) was taken")
    } catch { #expect(error.sentence == sentence) }
  }

  @Test("no text, however odd, makes the parser trap")
  func hostile() {
    for text in [
      "!", "!!", "! ", "-f", "-f ", "\"", "\"\"\"", ">", "p>", ":", "!p>", "a:b:c", "é<1", "-fü", "flag:",
    ] {
      _ = try? FilterParser.parse(text, labels: labels)
      for end in text.indices { _ = try? FilterParser.parse(String(text[..<end]), labels: labels) }
    }
  }

  /// Six films: 0 and 1 with a present pneumothorax, 2 with an abstention, 3 absent, 4 unread, 5 refused.
  private func films() -> [QueuedFilm] {
    (0..<6).map { row in
      var film = QueuedFilm(name: "Film-\(row).dcm")
      film.study = ReadingRoom.study(row)
      film.header.age = Double(30 + row * 10)
      film.header.view = row == 1 ? "AP" : "PA"
      film.header.date = "2026-0\(row + 1)-11"
      if row == 5 { film.status = .refused("damaged") }
      guard row < 4 else { return film }
      let state: FindingState = row < 2 ? .present : row == 2 ? .uncertain : .absent
      film.verdict = RowVerdict(
        ReadingRoom.reading(
          row, findings: [("Normal", 0.1, .absent), ("Pneumothorax", [0.9, 0.7, 0.55, 0.1][row], state)]))
      return film
    }
  }

  @Test(
    "the rows that stay",
    arguments: [
      ("pneumothorax", [0, 1, 2]), ("pneumothorax p>.8", [0]), ("p>.5", [0, 1, 2]),
      ("!pneumothorax", [3, 4, 5]),
      ("abstain", [2]), ("is:critical", [0, 1]), ("unread", [4, 5]), ("refused", [5]), ("done", [3]),
      ("!done p<.2", []), ("age>60", [4, 5]), ("view:ap", [1]), ("date=2026-02", [1]), ("FILM-4", [4]),
      ("marked", [2]), ("! pneumothorax", [3, 4, 5]), ("-f f3d", [3]), ("", [0, 1, 2, 3, 4, 5]),
    ])
  func rows(text: String, expected: [Int]) throws {
    let filter = try FilterParser.parse(text, labels: ["Normal", "Pneumothorax"])
    let facts = FilterFacts(signedOff: [ReadingRoom.study(3)], marked: [2])
    #expect(filter.rows(of: films(), facts) == expected)
  }

  @Test("priority says why, and never depends on a raw score")
  func priority() {
    let films = films()
    #expect(Priority(films[0], isEscalated: false) == Priority(films[0], isEscalated: false))
    #expect(Priority(films[0], isEscalated: false).level == 1)
    #expect(Priority(films[0], isEscalated: false).reason == "Pneumothorax .90, critical")
    #expect(Priority(films[2], isEscalated: false).reason == "Pneumothorax .55, the model abstains")
    #expect(Priority(films[3], isEscalated: false).level == 3)
    #expect(Priority(films[4], isEscalated: false).level == 4)
    #expect(Priority(films[5], isEscalated: false).level == 2)
    var normal = films[3]
    normal.verdict = RowVerdict(
      ReadingRoom.reading(3, findings: [("Normal", 0.97, .present), ("Mass", 0.02, .absent)]))
    #expect(Priority(normal, isEscalated: false).level == 3, "a film that is normal is not urgent")
    #expect(Priority(films[3], isEscalated: true).reason == "escalated by a reader")
  }
}
