/// Drift of this session's scores from the pack's calibration.

import Foundation
import Review
import Terminal
import Testing
import Trust

import Workstation

@Suite("Drift of a session")
struct DriftTests {
  /// A room whose pack was calibrated on cardiomegaly between 0 and 1, with so many films read at one probability.
  private func room(films: Int, reading probability: Double, blind: Bool = false) throws -> ReadingRoom {
    let reference = try ScoreReference(
      names: ["cardiomegaly"], scores: [(0..<200).map { Double($0) / 200 }])
    let pack = PackFacts(
      name: "phantom", hash: ReadingRoom.pack.hash, caution: nil, reference: reference)
    var room = ReadingRoom(films: films, model: .ready(pack))
    let verdict = RowVerdict(
      ReadingRoom.reading(0, findings: [("cardiomegaly", probability, .present)]))
    for row in 0..<films { room.state.queue.rows[row].verdict = verdict }
    room.state.isBlindFirst = blind
    room.happen(.resized(ReadingRoom.surface(120, 40)))
    return room
  }

  private func text(_ room: ReadingRoom) -> String {
    var room = room
    room.press("S")
    return room.screen
  }

  @Test("it waits for films enough, then says which score moved and how far")
  func alerts() throws {
    #expect(
      text(try room(films: 12, reading: 0.9)).contains("drift from calibration -- (12 films read, 50 needed)")
    )
    let moved = try room(films: 60, reading: 0.9)
    let drift = SessionDrift(moved.state)
    #expect(drift.films == 60 && drift.raised.map(\.name) == ["cardiomegaly"])
    #expect(drift.raised.map(\.alert) == [.alert])
    #expect(text(moved).contains("ALERT  cardiomegaly"))
    var rare = moved
    rare.state.driftRule.leastFilms = 100
    #expect(text(rare).contains("100 needed"))
  }

  @Test("the summary asks for the days of the audit log, and shows each with the score that moved most")
  func days() throws {
    let reference = try ScoreReference(
      names: ["Mass", "Nodule"],
      scores: [(0..<200).map { Double($0) / 200 }, (0..<200).map { Double($0) / 200 }])
    let alike = (0..<100).map { Double($0) / 100 }
    let days = try reference.days(of: [
      "2031-05-02": ["Mass": alike.map { $0 * $0 * $0 }, "Nodule": alike],
      "2031-05-01": ["Mass": alike, "Nodule": alike], "2031-05-03": ["Mass": [0.5]],
      "2031-05-04": ["else": [1]],
    ])
    #expect(days.map(\.day) == ["2031-05-01", "2031-05-02", "2031-05-03"])
    #expect(days.map(\.alert) == [.none, .alert, .tooFew] && days[1].raised.map(\.name) == ["Mass"])
    #expect(days[0].furthest.drift.bars == "▄▄▄▄▄▄▄▄▄▄")
    #expect(days[2].scores[0].drift.bars == "    █     " || days[2].scores[0].drift.bars == "     █    ")
    var room = try room(films: 3, reading: 0.5)
    #expect(room.press("S") == [.measureDays(room.state.driftRule)])
    #expect(room.screen.contains("by day -- (reading the audit log)"))
    room.happen(.days(days, today: "2031-05-03"))
    let rows = room.screen.split(separator: "\n").map(String.init)
    let moved = try #require(rows.first { $0.contains("2031-05-02") })
    #expect(moved.contains("100     1 of 2") && moved.contains("Mass  ALERT"))
    #expect(try #require(rows.first { $0.contains("2031-05-01") }).contains("0 of 2"))
    #expect(try #require(rows.first { $0.contains("2031-05-03") }).contains("1       too few"))
    room.state.isBlindFirst = true
    room.happen(.resized(ReadingRoom.surface(120, 40)))
    #expect(!room.screen.contains("2031-05-03") && room.screen.contains("2031-05-02"))
    room.happen(.noDays("no audit log is kept"))
    #expect(room.screen.contains("by day -- (no audit log is kept)"))
  }

  @Test("the plot of scores has the pack's calibration as dots, of the labels that were read alone")
  func plot() throws {
    let flat = try room(films: 60, reading: 0.9)
    var plain = ReadingRoom(films: 60)
    for row in 0..<60 { plain.state.queue.rows[row].verdict = flat.state.queue.rows[row].verdict }
    func plot(_ room: ReadingRoom) -> [String] {
      var room = room
      room.happen(.resized(ReadingRoom.surface(120, 40)))
      room.press("%")
      return room.screen.split(separator: "\n").map(String.init)
    }
    let (with, without) = (plot(flat), plot(plain))
    #expect(with.contains { $0.contains("· as at calibration") })
    #expect(without.contains { $0.contains("keeps no scores to compare with") })
    // 60 findings, a twentieth of calibration's in each bar: three of the sixty that the highest bar stands for.
    let dotted = with.indices.filter { with[$0].contains("····") }
    #expect(dotted.count == 1 && !without.contains { $0.contains("····") })
    #expect(with[dotted[0]].count { $0 == "·" } == 100)
  }

  @Test("what is hidden from the reader is not in it, and a pack without a reference says so")
  func hidden() throws {
    #expect(SessionDrift(try room(films: 60, reading: 0.9, blind: true).state).films == 0)
    #expect(text(ReadingRoom()).contains("keeps no scores of its calibration"))
  }
}
