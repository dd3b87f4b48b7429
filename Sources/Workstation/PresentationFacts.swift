/// Ways to show a film that were found beside it: what the screen may know of them, and what choosing one changes.

package import Imaging
internal import Review

/// One presentation state as it acts on one frame of one film.
package struct PresentationFacts: Equatable, Hashable, Sendable {
  package let uid: String
  /// A code such as `LUNGS`.
  package let label: String
  /// What it asks for, and whether that is a table.
  package let window: Window
  package let hasTable: Bool
  package let pose: FilmPose
  /// The part of the film that is to fill the pane, as fractions of the film as it is displayed; nil for the whole.
  package let area: Region?
  /// What it asks for and does not get, in words.
  package let refused: [String]

  package init(
    uid: String, label: String, window: Window, hasTable: Bool = false, pose: FilmPose = FilmPose(),
    area: Region? = nil, refused: [String] = []
  ) {
    self.uid = uid
    self.label = label
    self.window = window
    self.hasTable = hasTable
    self.pose = pose
    self.area = area
    self.refused = refused
  }
}

let presentationCommands: [Command] = [
  Command(
    "film.presentation", .image, "next presentation state", in: [.reading], "T", disabled: noFilm,
    asks: { state in
      guard let film = state.film else { return [] }
      return [.findPresentations(film.study, frame: state.look.frame)]
    }),
  Command(
    "film.frame", .image, "next, previous frame", in: [.reading],
    [Step("next", ".") { $0.turnFrame(1) }, Step("previous", ",") { $0.turnFrame(-1) }], disabled: oneFrame),
]

@Sendable private func oneFrame(_ state: State) -> String? {
  guard let film = state.film else { return noFilm(state) }
  return film.frames > 1 ? nil : "this film has one frame"
}

extension State {
  /// Goes so many frames on; the presentation is the first frame's.
  mutating func turnFrame(_ by: Int) {
    guard let film else { return }
    let next = min(max(look.frame + by, 0), film.frames - 1)
    guard next != look.frame else {
      message = .refusal(by > 0 ? "this is the last frame" : "this is the first frame")
      return
    }
    look.frame = next
    look.presentation = nil
    sample = nil
  }

  /// Takes the next of the presentations that were found for the shown film; after the last it is shown as filed.
  mutating func present(_ study: StudyID, _ found: [PresentationFacts]) {
    guard film?.study == study else { return }
    guard !found.isEmpty else {
      message = .refusal("no presentation state was found beside this film")
      return
    }
    let next = found.firstIndex { $0.uid == look.presentation?.uid }.map { $0 + 1 } ?? 0
    (look.tone, look.viewport, look.pose) = (Tone(), Viewport(), FilmPose())
    look.presentation = next < found.count ? found[next] : nil
    guard let chosen = look.presentation else {
      message = .notice("shown as filed")
      return
    }
    look.pose = chosen.pose
    if let area = chosen.area { look.viewport.show(area) }
    pan(0, 0)
    let missing = chosen.refused.isEmpty ? "" : "; without \(chosen.refused.joined(separator: ", "))"
    message = .notice("presentation \(next + 1) of \(found.count): \(chosen.label)\(missing)")
  }
}

extension Viewport {
  /// The largest of the steps that shows all of `area`, in fractions of the displayed film.
  mutating func show(_ area: Region) {
    let wanted = 1 / max(area.width, area.height, 0.001)
    step =
      Self.steps.last { candidate in
        var viewport = Viewport()
        viewport.step = candidate
        return viewport.zoom <= wanted * 1.001
      } ?? 0
    (x, y) = step == 0 ? (0.5, 0.5) : (area.x + area.width / 2, area.y + area.height / 2)
  }
}

extension FilmFacts {
  /// The facts of the film under a presentation: its window takes the place of the file's.
  func presented(by presentation: PresentationFacts) -> FilmFacts {
    var facts = self
    facts.windows[.file] = presentation.window
    facts.hasTable = presentation.hasTable
    return facts
  }
}
