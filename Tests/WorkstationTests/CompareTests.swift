/// Two films beside each other.

import Review
import Terminal
import Testing

import Workstation

@Suite("Comparing")
struct CompareTests {
  private func films(_ room: ReadingRoom) -> [PictureRecipe.Film] {
    view(room.state).images.compactMap { if case .film(let film) = $0.recipe { film } else { nil } }
  }

  /// The first film beside the third, which is its only prior.
  private func room() -> ReadingRoom {
    var room = ReadingRoom.ready()
    room.state.queue.rows[0].priors = [2, 3]
    room.press("c")
    room.finishWork()
    return room
  }

  @Test("without a prior or a marked film there is nothing to compare with")
  func nothing() {
    var room = ReadingRoom.ready()
    room.press("c")
    #expect(room.state.stack.count == 1)
  }

  @Test("both films show the same part in the same window; X swaps them, each under its own caption")
  func linked() {
    var room = room()
    room.press("++")
    #expect(films(room).map(\.study) == [ReadingRoom.study(0), ReadingRoom.study(2)])
    #expect(Set(films(room).map(\.viewport)).count == 1)
    #expect(room.screen.contains("CURRENT") && room.screen.contains("EARLIER"))
    room.press("X")
    #expect(films(room).map(\.study) == [ReadingRoom.study(2), ReadingRoom.study(0)])
    room.press("L")
    #expect(Set(films(room).map(\.viewport)).count == 2)
  }

  @Test("a flicker shows one film at a time and goes on only under its own ticket")
  func flicker() throws {
    var room = room()
    guard case .wake(let ticket, 500)? = room.press("x").first else {
      Issue.record("no turn was asked for")
      return
    }
    #expect(films(room).map(\.study) == [ReadingRoom.study(0)])
    let next = room.happen(.woke(ticket: ticket))
    #expect(films(room).map(\.study) == [ReadingRoom.study(2)])
    #expect(room.happen(.woke(ticket: ticket)) == [])
    #expect(next.count == 1)
  }

  @Test("a marked film is never called a prior")
  func marked() {
    var room = ReadingRoom.ready()
    room.press("bjv<Esc>")
    room.press("c")
    #expect(room.screen.contains("MARKED FILM: not known to be the same patient"))
  }

  @Test("no map or mark of one film lies over the other, and the next study ends the comparison")
  func own() {
    var room = room()
    room.press("<Esc>oc")
    room.finishWork()
    #expect(films(room).allSatisfy { $0.overlay == nil && $0.marks.isEmpty })
    room.press("c]")
    #expect(room.state.queue.beside == nil)
  }
}
