/// Presentation states and frames: chosen by a key, seen in the recipe, gone with the film.

import Imaging
import Review
import Terminal
import Testing
import Workstation

@Suite("Presentations and frames of a film")
struct PresentationTests {
  private func room(frames: Int = 1) -> ReadingRoom {
    var room = ReadingRoom()
    guard case .opening(let generation) = room.state.queue.rows[0].status else { return room }
    let facts = FilmFacts(
      study: ReadingRoom.study(0), rows: 2000, columns: 1000, bitsStored: 12,
      windows: [.auto: Window(center: 100, width: 200)], frames: frames)
    room.happen(.opened(row: 0, generation: generation, facts))
    return room
  }

  private func recipe(_ room: ReadingRoom) -> PictureRecipe.Film? {
    view(room.state).images.lazy.compactMap { image in
      if case .film(let film) = image.recipe { film } else { nil }
    }.first
  }

  private let states = [
    PresentationFacts(
      uid: "1.1", label: "LUNGS", window: Window(center: 50, width: 20),
      pose: FilmPose(Reorientation(quarterTurns: 1)),
      area: Region(x: 0, y: 0, width: 0.5, height: 0.5), refused: ["2 texts"]),
    PresentationFacts(uid: "1.2", label: "BONES", window: Window(center: 70, width: 30)),
  ]

  @Test("a key goes from the film as filed to each presentation and back") func cycles() {
    var room = room()
    #expect(room.press("T") == [.findPresentations(ReadingRoom.study(0), frame: 0)])
    room.happen(.presentations(ReadingRoom.study(0), states))
    #expect(recipe(room)?.presentation == "1.1" && recipe(room)?.window == nil)
    #expect(room.state.look.pose.quarters == 1 && room.state.look.viewport.step == 2)
    #expect(room.state.film?.windows[.file] == Window(center: 50, width: 20))
    #expect(room.state.message == .notice("presentation 1 of 2: LUNGS; without 2 texts"))
    room.happen(.presentations(ReadingRoom.study(0), states))
    #expect(recipe(room)?.presentation == "1.2" && room.state.look.pose == FilmPose())
    room.happen(.presentations(ReadingRoom.study(0), states))
    #expect(recipe(room)?.presentation == nil && room.state.film?.windows[.file] == nil)
  }

  @Test("states of another film change nothing, and none at all is said") func others() {
    var room = room()
    room.happen(.presentations(ReadingRoom.study(1), states))
    #expect(recipe(room)?.presentation == nil && room.state.message == nil)
    room.happen(.presentations(ReadingRoom.study(0), []))
    #expect(room.state.message == .refusal("no presentation state was found beside this film"))
  }

  @Test("frames are turned like pages, to the last and no further") func frames() {
    var room = room(frames: 2)
    room.press(".")
    #expect(recipe(room)?.frame == 1)
    room.press(".")
    #expect(room.state.look.frame == 1 && room.state.message == .refusal("this is the last frame"))
    room.press(",")
    #expect(recipe(room)?.frame == 0)
    var single = self.room()
    single.press(".")
    #expect(recipe(single)?.frame == 0)
  }

  @Test("a pose is the change that it stands for", arguments: Reorientation.allCases)
  func poses(change: Reorientation) {
    #expect(FilmPose(change).change == change)
  }
}
