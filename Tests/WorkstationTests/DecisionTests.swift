/// Answering, signing off and taking back, as a reader does it.

import Review
import Terminal
import Testing

import Workstation

@Suite("Decisions")
struct DecisionTests {
  private let first = ReadingRoom.study(0)

  @Test("y answers the finding under the cursor and moves to the next")
  func answer() {
    var room = ReadingRoom.ready()
    #expect(
      room.press("yn") == [
        .save(ticket: 1, first, .answer(label: "cardiomegaly", .present)),
        .save(ticket: 2, first, .answer(label: "pleural effusion", .absent)),
      ])
    #expect(room.state.chosenFinding?.label == "aortic elongation")
  }

  @Test("an answer looks unsaved until the disk has it")
  func unsavedUntilSaved() {
    var room = ReadingRoom.ready()
    room.press("y")
    #expect(room.screen.contains("y·"))
    #expect(room.screen.contains("saving 1"))
    room.finishSaving()
    #expect(room.screen.contains("y✓"))
    #expect(!room.screen.contains("y·"))
  }

  @Test("an act that the disk refuses is not shown as said, and the failure stays on the screen")
  func refusedByDisk() {
    var room = ReadingRoom.ready()
    room.press("y")
    room.happen(.notSaved(ticket: 1, "the disk is full"))
    room.press("j")
    #expect(room.state.record.answers.isEmpty)
    #expect(room.screen.contains("NOT SAVED"))
    #expect(room.screen.contains("not saved: the disk is full"))
    room.press("<Tab><Tab>1y")
    room.finishSaving()
    #expect(!room.screen.contains("NOT SAVED"))
  }

  @Test("Enter is refused while the model abstains on an unanswered finding, and goes to it")
  func abstentionBlocks() {
    var room = ReadingRoom.ready()
    #expect(room.press("<Enter>") == [])
    #expect(room.state.chosenFinding?.label == "aortic elongation")
    #expect(room.screen.contains("answer aortic elongation first"))
    #expect(room.state.queue.shown == 0)
  }

  @Test("once it is answered, Enter signs off and shows the next unreviewed film")
  func signOff() {
    var room = ReadingRoom.ready()
    let asked = room.press("3m<Enter>")
    #expect(asked.contains(.save(ticket: 2, first, .signOff)))
    #expect(room.state.queue.shown == 1)
  }

  @Test("sign-off skips films that are done and wraps around to those before")
  func nextUnreviewed() {
    var room = ReadingRoom.ready(films: 3)
    room.press("]")
    room.finishWork()
    room.press("3n<Enter>")
    #expect(room.state.queue.shown == 2)
    room.finishWork()
    room.press("3n<Enter>")
    #expect(room.state.queue.shown == 0)
    room.press("3n<Enter>")
    #expect(room.state.message == .notice("every film is signed off"))
  }

  @Test("nothing is signed off before the model has spoken")
  func waitsForTheModel() {
    var room = ReadingRoom()
    room.happen(.opened(row: 0, generation: 1, ReadingRoom.film(0)))
    #expect(room.press("<Enter>") == [])
    #expect(room.state.message == .refusal("the model is still reading this film"))
  }

  @Test("without a model films can still be signed off")
  func withoutModel() {
    var room = ReadingRoom(model: .none)
    room.happen(.opened(row: 0, generation: 1, ReadingRoom.film(0)))
    #expect(room.press("<Enter>").contains(.save(ticket: 1, first, .signOff)))
  }

  @Test("u takes back the last act that is on the disk, one after another")
  func undo() {
    var room = ReadingRoom.ready()
    room.press("yn")
    room.finishSaving()
    #expect(room.press("u") == [.save(ticket: 3, first, .undo(sequence: 2))])
    room.finishSaving()
    #expect(room.state.record.answers.keys.sorted() == ["cardiomegaly"])
    #expect(room.press("u") == [.save(ticket: 4, first, .undo(sequence: 1))])
    room.finishSaving()
    #expect(room.press("u") == [])
    #expect(room.state.message == .refusal("there is nothing to take back"))
  }

  @Test("u after a sign-off opens the study again and goes back to it")
  func undoSignOff() {
    var room = ReadingRoom.ready()
    room.press("3n<Enter>")
    room.finishSaving()
    room.press("u")
    room.finishSaving()
    #expect(room.state.queue.shown == 0)
    #expect(room.state.record.signOff == .open)
    #expect(room.state.message == .notice("took back the sign-off of 1111..11"))
  }

  @Test("an earlier sitting's answers are there again")
  func resumed() throws {
    var room = ReadingRoom.ready()
    room.press("3n<Enter>")
    room.finishSaving()
    let again = ReadingRoom.ready(session: room.state.ledger.session)
    #expect(again.state.record.signOff == .saved)
    #expect(again.screen.contains("1/5 done"))
  }

  @Test("q leaves at once, or as soon as every act is on the disk; a second q does not wait")
  func quit() {
    var room = ReadingRoom.ready()
    #expect(room.press("q") == [.quit])
    room.press("y")
    #expect(room.press("q") == [])
    #expect(room.screen.contains("saving 1… q leaves now, any other key stays"))
    room.press("<Esc>")
    #expect(room.state.layer == nil)
    #expect(room.press("qq") == [.quit])
    let before = room.effects.count
    room.press("<Esc>q")
    room.finishSaving()
    #expect(room.effects.dropFirst(before) == [.quit])
  }

  @Test("a narrow screen takes no answers while the queue covers the findings")
  func hiddenFindings() {
    var room = ReadingRoom.ready(80, 24)
    #expect(room.state.focus == .findings)
    room.press("<Tab>")
    #expect(room.screen.contains("queue"))
    #expect(room.press("y<Enter>") == [])
    #expect(room.state.message == .refusal("the findings are behind the queue: Tab shows them"))
  }
}
