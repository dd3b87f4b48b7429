/// What the checks noticed stands on the screen; a film that they reject is read only when the reader says so.

import Imaging
import Review
import Testing
import Workstation

@Suite("Quality checks on the screen")
struct QualityTests {
  private let study = ReadingRoom.study(0)
  private let reason = "Not read (reject_input)."

  /// A picture of noise with its own copy among the films that were opened before: rejected, and a repetition.
  private func noise() throws -> FilmQuality {
    let pixels = (0..<64 * 64).map { UInt8(truncatingIfNeeded: ($0 * 2_654_435_761) >> 13) }
    let film = try Film.open(bytes: Array("P5 64 64 255\n".utf8) + pixels)
    return FilmQuality(
      study: study, report: film.quality(among: ["a/IM1": PerceptualHash(film.image)]))
  }

  /// A room in which the checks kept the first film from the model.
  private func room() throws -> ReadingRoom {
    var room = ReadingRoom(films: 1, 200, 60)
    guard case .opening(let generation) = room.state.queue.rows[0].status else { return room }
    room.happen(.opened(row: 0, generation: generation, ReadingRoom.film(0)))
    room.happen(.checked(row: 0, try noise()))
    guard case .waiting(let asked) = room.state.readings[study] else { return room }
    room.happen(.notRead(study, generation: asked, reason))
    return room
  }

  @Test("a rejected film shows why nothing was read, and the key that has it read all the same")
  func rejected() throws {
    let room = try room()
    #expect(room.screen.contains("Not read (reject_input). A reads it all the"))
    #expect(
      Priority(room.state.queue.rows[0], isEscalated: false).reason
        == "kept from the model by the checks: a human has to look")
  }

  @Test("the order to read it is saved, holds in the next sitting, and is taken back by an undo")
  func anyway()
    throws
  {
    var room = try room()
    let asked = room.press("A")
    #expect(asked.contains { if case .save(_, study, .readAnyway) = $0 { true } else { false } })
    #expect(asked.contains { if case .infer(study, _, anyway: true) = $0 { true } else { false } })
    room.finishWork()
    room.finishSaving()
    #expect(room.screen.contains("read all the same; input rejected") && room.state.reading != nil)

    let later = ReadingRoom.ready(films: 1, session: room.state.ledger.session)
    #expect(later.effects.contains { if case .infer(study, _, anyway: true) = $0 { true } else { false } })

    room.press("u")
    room.finishSaving()
    #expect(room.state.reading == nil)
    #expect(room.effects.last == .infer(study, generation: room.state.queue.generation))
  }

  @Test("only what the checks reject can be read all the same") func accepted() {
    var room = ReadingRoom.ready(films: 1)
    #expect(room.press("A") == [])
    #expect(room.state.message == .refusal("the checks do not reject this film"))
  }

  @Test("every notice stands among the facts of the film, and a repetition is flagged in the queue")
  func notices() throws {
    let quality = try noise()
    #expect(quality.notices.contains { $0.hasPrefix("It shows nearly the same as a/IM1.") })
    #expect(quality.isRejected && quality.mark == "rej")
    var room = ReadingRoom.ready(films: 1, 200, 60)
    room.happen(.checked(row: 0, quality))
    room.press("I")
    #expect(room.screen.contains("It shows nearly the same as a/IM1."))
    room.press("b")
    #expect(room.screen.contains("rej"))
  }

  @Test("a film that is there twice is judged in both rows") func twice() {
    var room = ReadingRoom(films: 2)
    for row in 0..<2 {
      guard case .opening(let generation) = room.state.queue.rows[row].status else { return }
      room.happen(.opened(row: row, generation: generation, ReadingRoom.film(0)))
    }
    guard case .waiting(let asked) = room.state.readings[study] else { return }
    room.happen(.read(ReadingRoom.reading(0), generation: asked))
    #expect(room.state.queue.rows.allSatisfy { $0.verdict != nil })
  }

  @Test("notices of another film change nothing") func other() throws {
    var room = ReadingRoom.ready()
    room.happen(.checked(row: 1, try noise()))
    #expect(room.state.queue.rows.allSatisfy { $0.quality == nil })
  }

  @Test("what was given and is not there is said at once") func missing() {
    var room = ReadingRoom.ready()
    room.happen(.missing("film9.dcm: there is no such file"))
    #expect(room.screen.contains("film9.dcm: there is no such file"))
  }
}
