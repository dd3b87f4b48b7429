/// What is erased and drawn when pictures come, go, shrink, or are interrupted.

import Terminal
import Testing

struct GlassTests {
  let left = CellRect(column: 0, row: 1, columns: 10, rows: 5)
  let right = CellRect(column: 20, row: 4, columns: 10, rows: 5)
  let far = CellRect(column: 0, row: 20, columns: 10, rows: 2)

  func image(_ name: String, width: Int = 100, eraser: String = "") -> EncodedImage {
    EncodedImage(
      strips: [Array(name.utf8)], size: PixelSize(width: width, height: 100), eraser: Array(eraser.utf8))
  }

  @Test("a picture is drawn once, and again when the terminal was cleared")
  func once() {
    var glass = Glass()
    let film = image("film")
    #expect(glass.plan([left: .image(film)], isStale: true).draw == [.init(rect: left, image: film)])
    #expect(glass.plan([left: .image(film)], isStale: false) == GlassPlan())
    #expect(glass.plan([left: .keep], isStale: false) == GlassPlan())
    #expect(glass.plan([left: .keep], isStale: true).draw == [.init(rect: left, image: film)])
  }

  @Test("a picture that goes is erased by repainting its cells, and what shares its rows is drawn again")
  func erase() {
    var glass = Glass()
    let (film, prior, map) = (image("film"), image("prior"), image("map"))
    _ = glass.plan([left: .image(film), right: .image(prior), far: .image(map)], isStale: false)
    let plan = glass.plan([left: .text("loading"), right: .keep, far: .keep], isStale: false)
    #expect(plan.repaint == [left] && plan.draw == [.init(rect: right, image: prior)])
    #expect(glass.shown[left] == nil && glass.shown.count == 2)
  }

  @Test("a smaller picture in the same place leaves no edge of the larger one")
  func shrink() {
    var glass = Glass()
    _ = glass.plan([left: .image(image("film"))], isStale: false)
    #expect(glass.plan([left: .image(image("window"))], isStale: false).repaint == [])
    #expect(glass.plan([left: .image(image("small", width: 50))], isStale: false).repaint == [left])
  }

  @Test("a picture with an eraser is removed after its successor is drawn, or at once when nothing follows")
  func erasers() {
    var glass = Glass()
    _ = glass.plan([left: .image(image("one", eraser: "E1"))], isStale: false)
    let replaced = glass.plan([left: .image(image("two", eraser: "E2"))], isStale: false)
    #expect(replaced.cleanup == Array("E1".utf8) && replaced.removal == [])
    let gone = glass.plan([:], isStale: false)
    #expect(gone.removal == Array("E2".utf8) && gone.cleanup == [] && gone.repaint == [left])
  }

  @Test("a picture that moved is not removed by the eraser that it shares with its new place")
  func moved() {
    var glass = Glass()
    let film = image("film", eraser: "E1")
    _ = glass.plan([left: .image(film)], isStale: false)
    let plan = glass.plan([far: .image(film)], isStale: false)
    #expect(plan.removal == [] && plan.repaint == [left] && plan.draw.count == 1)
  }

  @Test("an interrupted picture is sent again when it is wanted, not while it is only kept")
  func interrupted() {
    var glass = Glass()
    let film = image("film")
    _ = glass.plan([left: .image(film)], isStale: false)
    glass.doubt(left)
    #expect(glass.plan([left: .keep], isStale: false).draw == [])
    #expect(glass.plan([left: .image(film)], isStale: false).draw.count == 1)
    #expect(glass.plan([left: .image(film)], isStale: false).draw == [])
  }

  @Test("kept where nothing was, nothing is shown")
  func keepNothing() {
    var glass = Glass()
    #expect(glass.plan([left: .keep], isStale: true) == GlassPlan())
  }
}
