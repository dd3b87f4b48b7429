/// What the workstation may know of a film: sizes, windows and directions, never a name.

import Imaging
import Review
import Workstation

extension FilmFacts {
  init(_ study: StudyID, _ film: Film) {
    let image = film.image
    let auto = image.autoWindow()
    var windows: [WindowPreset: Window] = [.auto: auto]
    switch image.defaultRendering {
    case .window(let window): windows[.file] = window
    case .table: windows[.file] = image.defaultWindow
    case .fitted: break
    }
    for (preset, dark) in Self.shares {
      let share =
        image.photometric == .monochrome1 ? (1 - dark.upperBound)...(1 - dark.lowerBound) : dark
      let low = auto.center - auto.width / 2
      windows[preset] = Window(
        center: low + auto.width * (share.lowerBound + share.upperBound) / 2,
        width: max(1, auto.width * (share.upperBound - share.lowerBound)))
    }
    self.init(
      study: study, rows: image.displaySize.rows, columns: image.displaySize.columns,
      bitsStored: image.bitsStored,
      view: film.metadata.viewPosition, date: film.metadata.studyDate.flatMap(Self.date),
      orientation: image.orientation.letters, windows: windows, hasTable: image.defaultRendering == .table,
      spacing: film.metadata.spacing, age: film.metadata.ageYears, sex: film.metadata.sex?.rawValue,
      identity: film.identity, frames: film.metadata.frames)
  }

  /// Which share of the film's own range each preset spreads from black to white, counted from the darkest that is
  /// displayed; the range runs the other way where low values are bright.
  private static let shares: [WindowPreset: ClosedRange<Double>] = [
    .lung: 0.0...0.6, .mediastinum: 0.4...1.0, .bone: 0.5...1.1, .lines: 0.5...0.9,
  ]

  /// `20260211` as `2026-02-11`.
  static func date(_ text: String) -> String? {
    guard text.utf8.count == 8, text.allSatisfy(\.isNumber) else { return nil }
    return "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))"
  }
}

extension PresentationFacts {
  init(_ state: SoftcopyPresentation, _ film: PresentedFilm) {
    self.init(
      uid: state.instanceUID, label: state.label, window: film.image.defaultWindow,
      hasTable: film.image.defaultRendering == .table, pose: FilmPose(film.change),
      area: film.area?.after(film.change), refused: film.refused)
  }
}
