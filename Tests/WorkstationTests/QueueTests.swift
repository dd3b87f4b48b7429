/// Moving through the queue: what is asked for, what is let go, and that no result lands on another film.

import Review
import Terminal
import Testing

import Workstation

@Suite("The queue")
struct QueueTests {
  @Test("the first film and the next two are opened at the start")
  func start() {
    let room = ReadingRoom(films: 9)
    #expect(
      room.effects == [
        .open(row: 0, generation: 1), .open(row: 1, generation: 2), .open(row: 2, generation: 3),
      ])
  }

  @Test("a film that has arrived is read at once, and the list behind it fills up as the reader moves")
  func prefetch() {
    var room = ReadingRoom(films: 9)
    let asked = room.happen(.opened(row: 0, generation: 1, ReadingRoom.film(0)))
    #expect(asked == [.infer(ReadingRoom.study(0), generation: 4)])
    #expect(room.press("j") == [.open(row: 3, generation: 5), .cancelInfer(ReadingRoom.study(0))].reversed())
  }

  @Test("a jump lets go of what is no longer near")
  func jump() {
    var room = ReadingRoom(films: 9)
    #expect(
      room.press("<End>") == [
        .cancelOpen(row: 0), .cancelOpen(row: 1), .cancelOpen(row: 2), .open(row: 8, generation: 4),
      ])
    #expect(room.state.queue.rows[1].status == .unopened)
  }

  @Test("a film that comes after it was let go is not believed")
  func staleFilm() {
    var room = ReadingRoom(films: 9)
    room.press("<End><Home>")
    room.happen(.opened(row: 0, generation: 1, ReadingRoom.film(7)))
    #expect(room.state.film == nil)
    #expect(view(room.state).images.isEmpty)
  }

  @Test("a reading of another generation, or of a film nobody asked about, is not believed")
  func staleReading() {
    var room = ReadingRoom(films: 9)
    room.happen(.opened(row: 0, generation: 1, ReadingRoom.film(0)))
    room.happen(.read(ReadingRoom.reading(0), generation: 1))
    room.happen(.read(ReadingRoom.reading(5), generation: 4))
    #expect(room.state.reading == nil)
    room.happen(.read(ReadingRoom.reading(0), generation: 4))
    #expect(room.state.reading?.study == ReadingRoom.study(0))
  }

  @Test("findings follow their own film, whatever order the readings come in")
  func neverOnAnotherFilm() {
    var room = ReadingRoom(films: 3)
    for row in 0..<3 { room.happen(.opened(row: row, generation: row + 1, ReadingRoom.film(row))) }
    for row in [2, 0, 1] {
      guard case .waiting(let generation) = room.state.readings[ReadingRoom.study(row)] else {
        Issue.record("film \(row) is not being read")
        continue
      }
      room.happen(.read(ReadingRoom.reading(row), generation: generation))
    }
    for row in 0..<3 {
      #expect(room.state.reading?.study == ReadingRoom.study(row))
      guard case .film(let recipe) = view(room.state).images.first?.recipe else {
        Issue.record("no picture")
        continue
      }
      #expect(recipe.study == ReadingRoom.study(row))
      room.press("j")
    }
  }

  @Test("an unreadable film says why and the next can be reached")
  func unreadable() {
    var room = ReadingRoom(films: 2)
    room.happen(.refused(row: 0, generation: 1, "The PNG data are damaged: its checksum is wrong."))
    #expect(room.screen.contains("The PNG data are damaged: its checksum is wrong."))
    room.press("<Enter>")
    #expect(room.state.message == .refusal("a film that could not be opened cannot be signed off"))
    room.press("j")
    #expect(room.state.queue.shown == 1)
  }

  @Test("window, zoom and overlay do not follow the reader to the next film")
  func freshLook() {
    var room = ReadingRoom.ready()
    room.press("wwio++<Right>")
    #expect(room.state.look != Look())
    room.press("]")
    #expect(room.state.look == Look())
  }

  @Test("the ends of the queue are ends")
  func ends() {
    var room = ReadingRoom.ready(films: 3)
    room.press("kkk")
    #expect(room.state.queue.shown == 0)
    room.press("jjjjj")
    #expect(room.state.queue.shown == 2)
  }

  @Test("an empty queue takes every key")
  func empty() {
    var room = ReadingRoom(films: 0)
    room.press("jk]y<Enter>uow+-0i?q<Tab>j1<PgDn>")
    #expect(room.state.queue.shown == 0)
  }
}
