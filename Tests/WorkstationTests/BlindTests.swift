/// Reading blind first, reading with an uncalibrated pack, and reading without being allowed to decide.

import Review
import Terminal
import Testing
import Trust

import Workstation

@Suite("What is shown, and when")
struct BlindTests {
  @Test("blind first shows no number, state, map or order of the model until R, and keeps both answers")
  func blind() throws {
    var room = ReadingRoom.ready()
    room.press("B")
    #expect(!room.screen.contains(".87") && !room.screen.contains(".71"))
    #expect(room.state.listedLabels.first == "Normal", "the pack's own order")
    room.press("o")
    #expect(room.state.look.overlay == nil)
    let place = try #require(room.state.listedLabels.firstIndex(of: "Nodule"))
    room.press("\(place + 1)y")
    room.finishSaving()
    room.press("R")
    room.finishSaving()
    #expect(room.screen.contains(".87"))
    #expect(room.state.record.blindAnswers == ["Nodule": .present])
    let again = try #require(room.state.listedLabels.firstIndex(of: "Nodule"))
    room.press("\(again + 1)n")
    room.finishSaving()
    #expect(room.state.record.blindAnswers == ["Nodule": .present])
    #expect(room.state.record.answers["Nodule"]?.answer == .absent)
  }

  @Test("revealing one film reveals no other")
  func oneByOne() {
    var room = ReadingRoom.ready()
    room.press("BR")
    room.finishSaving()
    #expect(!room.state.isBlind)
    room.press("]")
    #expect(room.state.isBlind)
    #expect(room.state.visible(1).verdict == nil)
  }

  @Test("an uncalibrated pack ranks by raw scores, says so, and can be answered")
  func uncalibrated() {
    var room = ReadingRoom(films: 1)
    room.happen(.opened(row: 0, generation: 1, ReadingRoom.film(0)))
    let scores = [("Mass", -0.4), ("Nodule", 1.375), ("Hernia", 0.2)].map {
      UncalibratedScore(label: $0.0, logits: [:], ensemble: Logit($0.1))
    }
    let reading = Reading(
      study: ReadingRoom.study(0), pack: ReadingRoom.pack.hash, findings: [], maps: [:], uncalibrated: scores)
    room.happen(.read(reading, generation: 2))
    #expect(room.state.listedLabels == ["Nodule", "Hernia", "Mass"])
    #expect(room.screen.contains("Uncalibrated ranking: raw scores"))
    #expect(room.screen.contains("+1.38") && room.screen.contains("-0.40"))
    #expect(!room.screen.contains("threshold"))
    #expect(room.state.queue.rows[0].verdict?.lead == nil)
    #expect(room.press("y") == [.save(ticket: 1, ReadingRoom.study(0), .answer(label: "Nodule", .present))])
  }

  @Test("a read-only session takes no decision and says why")
  func readOnly() {
    var room = ReadingRoom.ready()
    room.state.isReadOnly = true
    #expect(room.press("y") == [])
    #expect(room.state.message == .refusal("this session is read-only: nothing can be decided"))
    #expect(room.press("a") == [])
    #expect(room.state.stack.count == 1)
  }

  @Test("urgency is an act: it moves the film to the urgent ones and can be taken back")
  func escalate() {
    var room = ReadingRoom.ready()
    room.press("!")
    room.finishSaving()
    #expect(room.state.count(.urgent) == 1)
    room.press("u")
    room.finishSaving()
    #expect(room.state.count(.urgent) == 0)
  }
}
