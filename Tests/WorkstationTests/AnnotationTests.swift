/// Drawing by keyboard: places in the film's pixels whatever the display does, acts that can be taken back.

import Imaging
import Review
import Terminal
import Testing

import Workstation

@Suite("Annotations")
struct AnnotationTests {
  private func kept(_ keys: String, _ prepare: (inout ReadingRoom) -> Void = { _ in }) -> Annotation? {
    var room = ReadingRoom.ready()
    prepare(&room)
    room.press(keys)
    room.finishSaving()
    return room.state.record.annotations[1]
  }

  @Test("a box is drawn around the middle, moved by eight and one, and kept with its finding and side")
  func box() throws {
    let box = try #require(kept("abLl<Enter>"))
    #expect(box.shape == .box)
    #expect(box.points == [FilmPoint(1033 - 256, 994), FilmPoint(1033 + 256, 1506)])
    #expect(box.label == "cardiomegaly")
  }

  @Test("a handle moves alone, grow and shrink keep the middle")
  func handle() throws {
    let box = try #require(kept("ab<Space>HS<Enter>"))
    #expect(box.points == [FilmPoint(768 - 16, 994 - 8), FilmPoint(1280 + 8, 1506 + 8)])
  }

  @Test("the same keys on a flipped film move the other way on the film, and the side follows the place")
  func flipped() throws {
    let plain = try #require(kept("apHH<Enter>"))
    let flipped = try #require(kept("apHH<Enter>") { $0.press("gh") })
    #expect(plain.points[0].x == 1024 - 16 && plain.side == .right)
    #expect(flipped.points[0].x == 1024 + 16 && flipped.side == .left)
  }

  @Test("nothing leaves the film, and nothing is kept of a shape that is left")
  func limits() {
    var room = ReadingRoom.ready()
    room.press("ab")
    for _ in 0..<1000 { room.press("HK") }
    let draft = (room.state.top as? AnnotateScreen)?.draft
    #expect(draft?.points.allSatisfy { $0.x >= 0 && $0.y >= 0 } == true)
    #expect(room.press("<Esc>") == [])
    #expect(room.state.record.annotations.isEmpty)
  }

  @Test("u takes a box back and Ctrl-r draws it again, at the same pixels")
  func undo() throws {
    var room = ReadingRoom.ready()
    room.press("ab<Enter><Esc>")
    room.finishSaving()
    let box = try #require(room.state.record.annotations[1])
    room.press("u")
    room.finishSaving()
    #expect(room.state.record.annotations.isEmpty)
    room.press("<C-r>")
    room.finishSaving()
    #expect(room.state.record.annotations[1] == box)
  }

  @Test("' takes the shape to the peak of the chosen finding's map")
  func snap() throws {
    var room = ReadingRoom.ready()
    room.press("ap'")
    let peak = try #require(room.state.peakOfMap)
    #expect((room.state.top as? AnnotateScreen)?.draft?.points == [peak])
  }

  @Test("a line measures millimetres where the film knows its pixels, and says pixels where it does not")
  func measures() {
    let spacing = PixelSpacing(rowMM: 0.2, columnMM: 0.1, source: .geometry)
    let line = Annotation(id: 1, shape: .line, points: [FilmPoint(0, 0), FilmPoint(300, 200)])
    #expect(line.measure(spacing)?.text == "50.0 mm")
    #expect(line.measure(nil)?.text == "360.6 px")
    let angle = Annotation(
      id: 2, shape: .angle, points: [FilmPoint(10, 0), FilmPoint(0, 0), FilmPoint(0, 10)])
    #expect(angle.measure(nil)?.text == "90.0 deg")
    let cobb = Annotation(
      id: 3, shape: .cobb, points: [FilmPoint(0, 0), FilmPoint(10, 0), FilmPoint(10, 20), FilmPoint(0, 30)])
    #expect(cobb.measure(nil)?.text == "45.0 deg")
    let ratio = Annotation(
      id: 4, shape: .ctr, points: [FilmPoint(40, 0), FilmPoint(90, 0), FilmPoint(10, 9), FilmPoint(110, 9)])
    #expect(ratio.measure(nil) == .ratio(0.5))
  }

  @Test("the film's own marks never show on another film")
  func ownFilm() {
    var room = ReadingRoom.ready()
    room.press("ab<Enter><Esc>")
    room.finishSaving()
    room.press("]")
    for image in view(room.state).images {
      if case .film(let recipe) = image.recipe { #expect(recipe.marks.isEmpty) }
    }
  }
}
