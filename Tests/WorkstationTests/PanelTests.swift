/// What the panels beside the film say: notes, the overlay's strength, strange films, results as they come, and the doctor.

import Imaging
import Review
import Terminal
import Testing

import Trust
import Workstation

@Suite("Panels")
struct PanelTests {
  @Test("; writes a line about the film, which is saved, shown and changed; Esc keeps it as it was")
  func note() {
    var room = ReadingRoom.ready()
    room.press(";")
    room.press("ask y<BS>for a lateral")
    #expect(room.screen.contains("> ask for a lateral"))
    #expect(!view(room.state).images.isEmpty, "the film stays in sight")
    let asked = room.press("<Enter>")
    #expect(asked == [.save(ticket: 1, ReadingRoom.study(0), .note("ask for a lateral"))])
    #expect(room.screen.contains("note"))
    room.finishSaving()
    room.press(";!<Esc>")
    #expect(room.state.record.note == "ask for a lateral")
    #expect(room.press(";<Enter>").isEmpty, "what has not changed is not saved again")
    room.press("u")
    #expect(room.state.ledger.pending.last?.act == .undo(sequence: 1))
  }

  @Test("a paste goes into the line that is typed, as one line, and is nothing anywhere else")
  func paste() {
    var room = ReadingRoom.ready()
    room.happen(.pasted("y\nnQ"))
    #expect(room.state.ledger.pending.isEmpty && room.state.stack.count == 1)
    room.press(";")
    room.happen(.pasted("two\nlines"))
    #expect(room.screen.contains("> two lines"))
    #expect(room.state.ledger.pending.isEmpty)
  }

  @Test("< and > make the map fainter and stronger, and the last line but one says how strong")
  func opacity() {
    var room = ReadingRoom.ready()
    room.press(">")
    #expect(room.state.message == .refusal("no map is shown: o draws it"))
    room.press("o>")
    #expect(room.screen.contains("contribution 16x16 70 %"))
    room.press("<<<<<<<<<")
    #expect(room.screen.contains("contribution 16x16 10 %"))
    guard case .film(let film) = view(room.state).images[0].recipe else { return }
    #expect(film.overlay?.opacityPercent == 10)
  }

  @Test(
    "a film that the model does not know says so, is not scored in the queue, and has a bucket of its own")
  func strange() {
    var room = ReadingRoom(films: 2)
    for row in 0..<2 {
      guard case .opening(let generation) = room.state.queue.rows[row].status else { continue }
      room.happen(.opened(row: row, generation: generation, ReadingRoom.film(row)))
    }
    for (row, level) in [(0, OODScore.Level.outside), (1, .inside)] {
      guard case .waiting(let generation) = room.state.readings[ReadingRoom.study(row)] else { continue }
      let ood = OODScore(value: 4.2, parts: [:], level: level, limit: 3)
      room.happen(.read(ReadingRoom.reading(row, ood: ood), generation: generation))
    }
    #expect(room.screen.contains("Unlike the films that the model"))
    #expect(room.state.count(.ood) == 1)
    room.press("b4")
    #expect(room.state.queue.list == [0])
    #expect(room.screen.contains("-- not scored --"))
    #expect(room.screen.contains("P2: unlike the films"))
  }

  @Test(
    "numbers stand as soon as the first pass has spoken, are called preliminary, and block sign-off until the last"
  )
  func partial() throws {
    var room = ReadingRoom(films: 1)
    room.happen(.opened(row: 0, generation: 1, ReadingRoom.film(0)))
    guard case .waiting(let generation) = room.state.readings[ReadingRoom.study(0)] else {
      Issue.record("nothing is awaited")
      return
    }
    let first = ReadingRoom.reading(
      0, findings: [("cardiomegaly", 0.4, .absent)], provenance: Provenance(passes: 1, passesInAll: 4))
    room.happen(.readPart(first, generation: generation))
    #expect(room.screen.contains("preliminary: 1 of 4 passes"))
    #expect(room.screen.contains(".40"))
    room.press("<Enter>")
    #expect(room.state.message == .refusal("the model is still reading this film"))
    room.happen(.readPart(ReadingRoom.reading(0), generation: generation + 7))
    #expect(room.state.findings.count == 1, "a part of another request is stale")
    room.happen(.read(ReadingRoom.reading(0), generation: generation))
    #expect(!room.screen.contains("preliminary"))
    #expect(room.state.findings.count == 10)
    room.happen(.readPart(first, generation: generation))
    #expect(room.state.findings.count == 10, "a late part changes nothing")
  }

  @Test(
    "the last line but one says whether the film is still being drawn, a preview, or cut to what the terminal takes"
  )
  func quality() {
    var room = ReadingRoom.ready()
    #expect(room.screen.contains("  sixel 101 grays"))
    room.happen(.developed(nil))
    #expect(room.screen.contains("DRAWING  sixel 101 grays"))
    room.happen(.developed(.coarse))
    #expect(room.screen.contains("PREVIEW  sixel 101 grays"))
    room.happen(.developed(.full))
    var surface = room.state.surface
    surface.limit = PixelSize(width: 400, height: 400)
    room.happen(.resized(surface))
    #expect(room.screen.contains("CLIPPED  sixel 101 grays"))
  }

  @Test("D asks what the terminal can show, says it, and asks again after a resize")
  func doctor() {
    var room = ReadingRoom.ready()
    #expect(room.press("D") == [.examine])
    #expect(room.screen.contains("asking…"))
    room.happen(
      .examined(
        TerminalReport(
          lines: [.init("terminal", "XTerm(389)"), .init("chosen", "sixel: it was asked for")],
          advice: ["Enlarge the window."], graphics: Graphics(mode: .sixel, reason: ""))))
    #expect(room.screen.contains("chosen    sixel: it was asked for"))
    #expect(room.screen.contains("- Enlarge the window."))
    #expect(room.happen(.resized(room.state.surface)) == [.examine])
    room.press("<Esc>")
    #expect(room.happen(.resized(room.state.surface)).isEmpty)
  }
}
