/// Window, zoom, pan and overlay, and the picture that they ask for.

import Imaging
import Review
import Terminal
import Testing

import Workstation

@Suite("The look of a film")
struct LookTests {
  private func recipe(_ room: ReadingRoom) throws -> PictureRecipe.Film {
    guard case .film(let recipe) = try #require(view(room.state).images.first).recipe else {
      throw Failure.noFilm
    }
    return recipe
  }

  private enum Failure: Error { case noFilm }

  @Test("a film begins as its file asks, and w goes through the windows that it offers")
  func presets() throws {
    var room = ReadingRoom.ready()
    #expect(try recipe(room).window == nil)
    room.press("w")
    #expect(try recipe(room).window == Window(center: 1900, width: 3000))
    room.press("w")
    #expect(room.state.look.tone.preset == .lung)
    room.press("w")
    #expect(try recipe(room).window == nil)
  }

  @Test("in window mode h and l move the level, j and k the width, and Esc ends it")
  func windowMode() throws {
    var room = ReadingRoom.ready()
    room.press("WlJ")
    #expect(try recipe(room).window == Window(center: 2048 - 40.96, width: 4096 * 1.1))
    #expect(room.screen.contains("WINDOW"))
    #expect(room.screen.contains("file* 2007/4506"))
    room.press("<Esc>j")
    #expect(room.state.queue.shown == 1)
  }

  @Test("i inverts the picture and says so")
  func invert() throws {
    var room = ReadingRoom.ready()
    room.press("i")
    #expect(try recipe(room).inverted)
    #expect(room.screen.contains("inverted"))
  }

  @Test("o goes from off to contribution to Grad-CAM and off again")
  func overlay() throws {
    var room = ReadingRoom.ready()
    #expect(try recipe(room).overlay == nil)
    room.press("o")
    #expect(try recipe(room).overlay?.method == .contribution)
    #expect(try recipe(room).overlay?.label == "cardiomegaly")
    #expect(try recipe(room).overlay?.pack == ReadingRoom.pack.hash)
    #expect(room.screen.contains("contribution 16x16"))
    room.press("o")
    #expect(try recipe(room).overlay?.method == .gradCAM)
    room.press("o")
    #expect(try recipe(room).overlay == nil)
  }

  @Test("the overlay follows the chosen finding, and says when there is no map of it")
  func overlayFollows() throws {
    var room = ReadingRoom.ready()
    room.press("o2")
    #expect(try recipe(room).overlay?.label == "pleural effusion")
    let nodule = try #require(room.state.findings.firstIndex { $0.label == "Nodule" })
    room.press("\(nodule + 1)")
    #expect(try recipe(room).overlay == nil)
    #expect(room.screen.contains("no map of Nodule"))
  }

  @Test("zoom goes to 16 times and back to the whole film")
  func zoom() throws {
    var room = ReadingRoom.ready()
    room.press("++++++++++++")
    #expect(try recipe(room).viewport.zoom == 16)
    room.press("0")
    #expect(try recipe(room).viewport == Viewport())
  }

  @Test("panning stays on the film, in steps of an eighth of the view")
  func pan() throws {
    var room = ReadingRoom.ready()
    room.press("<Right>")
    #expect(room.state.queue.shown == 0)
    room.press("++++")
    for _ in 0..<100 { room.press("<Right><Down>") }
    let film = PixelSize(width: 2048, height: 2500)
    let shown = FilmGeometry(film: film, pane: try recipe(room).size, viewport: try recipe(room).viewport)
      .source
    #expect(abs(shown.x + shown.width - 2048) < 1e-6)
    #expect(abs(shown.y + shown.height - 2500) < 1e-6)
  }

  @Test("a zoomed film keeps its place when the terminal is resized")
  func resize() throws {
    var room = ReadingRoom.ready()
    room.press("++++<Right>")
    let before = try recipe(room).viewport
    room.happen(.resized(ReadingRoom.surface(200, 60)))
    #expect(try recipe(room).viewport.step == before.step)
    #expect(try recipe(room).size != PixelSize(width: 0, height: 0))
    #expect(try recipe(room).viewport.y == before.y)
  }

  @Test("the fitted film is centred and whole, with one scale for both axes")
  func geometry() {
    let shown = FilmGeometry(
      film: PixelSize(width: 2000, height: 2500), pane: PixelSize(width: 500, height: 500),
      viewport: Viewport()
    ).source
    #expect(shown == Region(x: -250, y: 0, width: 2500, height: 2500))
  }

  @Test("letters come from the header or carry a question mark")
  func letters() {
    var room = ReadingRoom.ready()
    let captions = { (room: ReadingRoom) in view(room.state).grid.lines[1] }
    #expect(captions(room).contains("│ R ") && captions(room).contains(" L │"))
    room.press("j")
    #expect(captions(room).contains("R?") && captions(room).contains("L?"))
  }

  @Test("a terminal with a size limit gets no larger picture")
  func limit() throws {
    var room = ReadingRoom.ready()
    var surface = ReadingRoom.surface(200, 60)
    surface.limit = PixelSize(width: 1000, height: 1000)
    room.happen(.resized(surface))
    #expect(try recipe(room).size == PixelSize(width: 1000, height: 1000))
  }
}
