/// The queue browser: filters, sorts, marks, views, and reading in the order of the list.

import Review
import Terminal
import Testing

import Workstation

@Suite("The queue browser")
struct BrowserTests {
  @Test("b opens it at the shown film, Enter reads the film under the cursor, q goes back")
  func open() {
    var room = ReadingRoom.ready(films: 9)
    room.press("]b")
    #expect(room.state.rowUnderCursor == 1)
    room.press("jjj<Enter>")
    #expect(room.state.queue.shown == 4)
    #expect(room.state.stack.count == 1)
    room.press("bq")
    #expect(room.state.stack.count == 1)
  }

  @Test("the list follows each letter of the filter, and Esc brings every film back")
  func filter() {
    var room = ReadingRoom.ready(films: 12)
    room.press("/phantom-00")
    #expect(room.state.queue.list.count == 9)
    room.press("3")
    #expect(room.state.queue.list == [2])
    #expect(room.screen.contains("1 of 12 listed"))
    room.press("<Esc>")
    #expect(room.state.queue.list.count == 12)
  }

  @Test("a filter that cannot be understood yet leaves the list as it was and says why")
  func unfinished() {
    var room = ReadingRoom.ready(films: 12)
    room.press("/003")
    room.press(" p")
    #expect(room.state.queue.list == [2])
    room.press(">")
    #expect(room.state.queue.list == [2])
    #expect(room.screen.contains("a number is missing"))
  }

  @Test("sign-off goes to the next unreviewed film of the list, in its order")
  func signOffInList() {
    var room = ReadingRoom.ready(films: 6)
    room.press("b")
    room.press("sn")
    room.press("s!")
    #expect(room.state.queue.list == [5, 4, 3, 2, 1, 0])
    room.press("G<Enter>3n<Enter>")
    #expect(room.state.queue.shown == 5)
    #expect(room.state.queue.wanted == [5, 4, 3])
  }

  @Test("marks stay with their film through sorts and filters")
  func marks() {
    var room = ReadingRoom.ready(films: 6)
    room.press("bjvjjV")
    #expect(room.state.queue.marked == [1, 2, 3, 4])
    room.press("/marked<Enter>")
    #expect(room.state.queue.list == [1, 2, 3, 4])
  }

  @Test("a view is kept under a digit and recalled with filter, bucket and order")
  func views() {
    var room = ReadingRoom.ready(films: 6)
    room.press("b/003<Enter>sn")
    #expect(room.press("\"2").contains(.keepViews(room.state.views)))
    room.press("/<Esc>")
    #expect(room.state.queue.list.count == 6)
    room.press("'2")
    #expect(room.state.queue.list == [2])
    #expect(room.state.queue.sorting.key == .name)
    room.press("'9")
    #expect(room.screen.contains("no view is kept as 9"))
  }

  @Test("films that are found later come after those that are there, and the filter takes them")
  func found() {
    var room = ReadingRoom.ready(films: 3)
    room.press("/phantom<Enter>")
    room.happen(.found(["late-phantom.dcm", "other.dcm"]))
    #expect(room.state.queue.rows.count == 5)
    #expect(room.state.queue.list == [0, 1, 2, 3])
    #expect(room.state.queue.shown == 0)
  }

  @Test("buckets count what they hold")
  func buckets() {
    var room = ReadingRoom.ready(films: 5)
    room.press("3n<Enter>")
    room.finishWork()
    #expect(room.state.count(.all) == 5)
    #expect(room.state.count(.done) == 1)
    #expect(room.state.count(.inbox) == 4)
    #expect(room.state.count(.abstain) == 4)
    room.press("b6")
    #expect(room.state.queue.list == [0])
  }
}
