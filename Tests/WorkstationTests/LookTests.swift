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

  @Test("a film begins as its file asks, and ww goes through the windows that it offers")
  func presets() throws {
    var room = ReadingRoom.ready()
    #expect(try recipe(room).window == nil)
    room.press("ww")
    #expect(try recipe(room).window == Window(center: 1900, width: 3000))
    room.press("ww")
    #expect(room.state.look.tone.preset == .lung)
    room.press("ww")
    #expect(try recipe(room).window == nil)
    room.press("w2")
    #expect(room.state.look.tone.preset == .lung)
    room.press("w4")
    #expect(room.state.message == .refusal("this film offers no window bone"))
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

  @Test("o goes from blend to contour to side by side and off, M to the next method")
  func overlay() throws {
    var room = ReadingRoom.ready()
    #expect(try recipe(room).overlay == nil)
    room.press("o")
    #expect(try recipe(room).overlay?.method == .contribution)
    #expect(try recipe(room).overlay?.label == "cardiomegaly")
    #expect(try recipe(room).overlay?.pack == ReadingRoom.pack.hash)
    #expect(room.screen.contains("contribution 16x16"))
    room.press("M")
    #expect(try recipe(room).overlay?.method == .gradCAM)
    room.press("o")
    #expect(try recipe(room).overlay?.style == .contour)
    room.press("(")
    #expect(try recipe(room).overlay?.contourPercent == 40)
    room.press("o")
    #expect(view(room.state).images.filter { $0.recipe.isFilm }.count == 2)
    #expect(try recipe(room).overlay == nil, "the left half shows the film alone")
    room.press("o")
    #expect(try recipe(room).overlay == nil)
    #expect(view(room.state).images.filter { $0.recipe.isFilm }.count == 1)
  }

  @Test("Space shows the map until its time is over, and a later time does not end another peek")
  func peek() throws {
    var room = ReadingRoom.ready()
    let asked = room.press("<Space>")
    guard case .wake(let ticket, 3000)? = asked.first else {
      Issue.record("no end was asked for")
      return
    }
    #expect(try recipe(room).overlay != nil)
    room.press("<Space>")
    #expect(try recipe(room).overlay == nil)
    room.press("<Space>")
    room.happen(.woke(ticket: ticket))
    #expect(try recipe(room).overlay != nil)
    room.happen(.woke(ticket: room.state.look.peek ?? 0))
    #expect(try recipe(room).overlay == nil)
  }

  @Test("a flip or turn moves the letters with the film, says so, and g 0 takes it back")
  func pose() throws {
    var room = ReadingRoom.ready()
    let caption = { (room: ReadingRoom) in view(room.state).grid.lines[1] }
    #expect(caption(room).contains("│ R "))
    room.press("gh")
    #expect(caption(room).contains("│ L ") && caption(room).contains("FLIPPED"))
    #expect(try recipe(room).pose.isMirrored)
    room.press("gh")
    #expect(try recipe(room).pose.isAsFiled)
    room.press("gr")
    #expect(caption(room).contains("│ F ") && caption(room).contains("top R"))
    room.press("g0")
    #expect(caption(room).contains("│ R ") && !caption(room).contains("top"))
    room.press("]gh")
    #expect(caption(room).contains("L?"), "a convention is turned as well")
  }

  @Test("every pose takes each place there and back, and four turns or two flips change nothing")
  func poseGroup() {
    let film = PixelSize(width: 300, height: 200)
    var poses = [FilmPose()]
    for _ in 0..<3 { poses.append(poses[poses.count - 1].turned()) }
    poses += poses.map { $0.flippedHorizontally() }
    #expect(Set(poses).count == 8)
    for pose in poses {
      #expect(pose.turned().turned().turned().turned() == pose)
      #expect(pose.flippedHorizontally().flippedHorizontally() == pose)
      #expect(pose.flippedVertically().flippedVertically() == pose)
      for point in [FilmPoint(0, 0), FilmPoint(10, 20), FilmPoint(300, 200)] {
        #expect(pose.unplace(pose.place(point, on: film), on: film) == point)
      }
      // What the letters say is what the pixels do: the pixel at the film's left edge is at the edge with its letter.
      let letters = EdgeLetters(PatientOrientation(alongRow: "L", downColumn: "F"), pose)
      let place = pose.place(FilmPoint(0, 100), on: film)
      let size = pose.size(film)
      let edge =
        place.x == 0
        ? letters?.left
        : place.x == Double(size.width)
          ? letters?.right
          : place.y == 0 ? letters?.top : letters?.bottom
      #expect(edge == "R", "\(pose)")
      let arranged = pose.arrange(Array(0..<6), rows: 2, columns: 3)
      let corner = pose.place(FilmPoint(0.5, 0.5), on: PixelSize(width: 3, height: 2))
      let width = pose.size(PixelSize(width: 3, height: 2)).width
      #expect(arranged[Int(corner.y) * width + Int(corner.x)] == 0)
      let back = pose.unturn(1, 0)
      let from = pose.unplace(FilmPoint(5, 5), on: film), to = pose.unplace(FilmPoint(6, 5), on: film)
      #expect(back.dx == to.x - from.x && back.dy == to.y - from.y)
    }
  }

  @Test("zoom keeps the pixel under the cross where it is")
  func zoomAtCursor() throws {
    var room = ReadingRoom.ready()
    room.press("pHHHHKKK")
    let probe = try #require(room.state.look.probe)
    func place(_ room: ReadingRoom) throws -> (Double, Double) {
      let recipe = try recipe(room)
      let source = FilmGeometry(
        film: PixelSize(width: 2048, height: 2500), pane: recipe.size, viewport: recipe.viewport
      ).source
      return ((probe.x - source.x) / source.width, (probe.y - source.y) / source.height)
    }
    let before = try place(room)
    room.press("++++")
    let after = try place(room)
    #expect(abs(before.0 - after.0) < 0.02 && abs(before.1 - after.1) < 0.02)
  }

  @Test("the cross asks for its pixel, and believes only an answer about that pixel of this film")
  func probe() {
    var room = ReadingRoom.ready()
    #expect(room.press("p") == [.probe(ReadingRoom.study(0), frame: 0, column: 1024, row: 1250)])
    room.happen(.probed(ReadingRoom.study(3), column: 1024, row: 1250, 77))
    #expect(!room.screen.contains("value 77"))
    room.happen(.probed(ReadingRoom.study(0), column: 1024, row: 1250, 812))
    #expect(room.screen.contains("x 1024  y 1250  value 812"))
    room.press("l")
    #expect(!room.screen.contains("value 812"))
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

extension PictureRecipe {
  /// Whether the picture shows a film.
  var isFilm: Bool { if case .film = self { true } else { false } }
}
