/// What a scan tells while it goes on, and what becomes of it in the queue.

import Review
import Testing
import Workstation

@Suite("The queue grows while films are looked for")
struct QueueScanTests {
  private func state() -> State {
    var room = ReadingRoom(films: 0)
    _ = update(&room.state, .found(["a.dcm", "report.dcm", "b.dcm"]))
    return room.state
  }

  @Test("rows that turn out to hold no image leave the list, and the reader goes on to the next film")
  func noFilms() {
    var room = state()
    _ = update(&room, .noFilms([0: "This file holds no image."]))
    #expect(room.queue.list == [1, 2] && room.queue.shown == 1)
    _ = update(&room, .noFilms([2: "This file holds no image."]))
    #expect(room.queue.list == [1] && room.queue.shown == 1)
  }

  @Test("priors are counted in the row and can be compared with, whichever comes first") func priors() {
    var room = state()
    var header = RowHeader()
    header.view = "PA"
    _ = update(&room, .priors([0: [2, 1]]))
    _ = update(&room, .described([0: header, 9: header]))
    #expect(room.queue.rows[0].header.priors == 2 && room.queue.rows[0].header.view == "PA")
    #expect(room.comparable.rows == [2, 1] && room.comparable.arePriors)
  }
}
