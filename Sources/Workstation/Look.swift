/// How the shown film is looked at: window, polarity, zoom, pan and overlay. Starts afresh with every film.

package import Imaging
package import Review

/// The reader's view of one film. Nothing here touches what the network sees.
package struct Look: Equatable, Hashable, Sendable {
  package var tone = Tone()
  package var viewport = Viewport()
  package var pose = FilmPose()
  /// Of a film with several, counted from 0.
  package var frame = 0
  /// The presentation state in force; nil shows the film as filed.
  package var presentation: PresentationFacts?
  /// Contrast-limited histogram equalisation, on request only.
  package var isEqualised = false
  /// The explanation drawn over the film; nil is off.
  package var overlay: ExplanationMethod?
  package var style = OverlayStyle.blend
  /// Where the contour runs, in percent of the overlay's full scale.
  package var contourPercent = 50
  /// How opaque the overlay is where it is strongest, in percent.
  package var opacityPercent = 60
  /// The overlay is on only until it goes by itself; the ticket of the wake-up that ends it.
  package var peek: Int?
  /// The pixel under the cross, where it is on.
  package var probe: FilmPoint?
  package var hasMagnifier = false
  /// The film's facts stand in the panel's foot.
  package var hasInfo = false

  package init() {}
}

/// How an explanation lies over the film.
package enum OverlayStyle: String, CaseIterable, Hashable, Sendable {
  case blend, contour
  /// The film alone, and beside it the film under the map.
  case side
}

/// Where a film's black and white lie, before the reader's own adjustment.
package enum WindowPreset: String, CaseIterable, Hashable, Sendable {
  /// The window that the file itself asks for.
  case file
  /// Chosen from the film's own histogram.
  case auto
  case lung, mediastinum, bone
  /// Lines and tubes: narrow, over the mediastinum.
  case lines
}

/// A window preset and how far the reader has moved it.
package struct Tone: Equatable, Hashable, Sendable {
  /// nil is the film's first: `.file` where the header has one, else `.auto`.
  package var preset: WindowPreset?
  /// Shift of the centre in percent of the preset's width.
  package var levelPercent = 0
  /// Change of the width in percent of the preset's.
  package var widthPercent = 0
  package var inverted = false

  package init() {}

  /// The preset in force on a film.
  package func preset(on film: FilmFacts) -> WindowPreset {
    if let preset, film.windows[preset] != nil { return preset }
    return film.windows[.file] == nil ? .auto : .file
  }

  /// The window in force on a film.
  package func window(on film: FilmFacts) -> Window {
    let base = film.windows[preset(on: film)] ?? Window(center: 0.5, width: 1)
    return Window(
      center: base.center + base.width * Double(levelPercent) / 100,
      width: base.width * Double(100 + widthPercent) / 100)
  }

  /// The window for a recipe: nil is the file's own rendering, untouched.
  func recipe(on film: FilmFacts) -> Window? {
    preset(on: film) == .file && !isMoved ? nil : window(on: film)
  }

  /// Whether the reader has moved the preset.
  package var isMoved: Bool { levelPercent != 0 || widthPercent != 0 }

  /// Takes the next preset that the film offers, without adjustment.
  mutating func cyclePreset(on film: FilmFacts) {
    let offered = WindowPreset.allCases.filter { film.windows[$0] != nil }
    let current = offered.firstIndex(of: preset(on: film)) ?? 0
    self = {
      var next = Tone()
      next.inverted = inverted
      next.preset = offered.isEmpty ? nil : offered[(current + 1) % offered.count]
      return next
    }()
  }

  mutating func shiftLevel(percent: Int) { levelPercent = min(max(levelPercent + percent, -200), 200) }
  mutating func widen(percent: Int) { widthPercent = min(max(widthPercent + percent, -98), 400) }
}
