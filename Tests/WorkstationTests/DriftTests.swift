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

  @Test("what is hidden from the reader is not in it, and a pack without a reference says so")
  func hidden() throws {
    #expect(SessionDrift(try room(films: 60, reading: 0.9, blind: true).state).films == 0)
    #expect(text(ReadingRoom()).contains("keeps no scores of its calibration"))
  }
}
