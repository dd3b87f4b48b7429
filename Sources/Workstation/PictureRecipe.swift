/// The name of a picture: every value that decides one of its pixels, and nothing else.

package import Imaging
package import Review
package import Terminal

/// What one image on the screen shows. Equal recipes are the same pixels.
package enum PictureRecipe: Hashable, Sendable {
  case film(Film)
  /// The overlay's colour scale, from nothing at the left to full at the right.
  case scale(PixelSize)

  /// A film as it is to be drawn.
  package struct Film: Hashable, Sendable {
    package let study: StudyID
    /// nil: as the file asks, which may be a table.
    package let window: Window?
    package let inverted: Bool
    package let viewport: Viewport
    package var overlay: Overlay?
    package let size: PixelSize
    /// How much wider than high one of its pixels is on the glass (`Surface.pixelAspect`).
    package let aspect: Double
    package var pose = FilmPose()
    package var frame = 0
    /// The SOP Instance UID of the presentation state that is in force.
    package var presentation: String?
    package var isEqualised = false
    /// What is drawn on the film, the chosen annotation and its active handle.
    package var marks: [Annotation] = []
    package var chosenMark: Int?
    package var handle: Int?
    /// The pixel under the cross.
    package var cross: FilmPoint?
    /// What the magnifier, at the pane's upper left, shows four times as large as the rest.
    package var magnified: FilmPoint?
    /// Film pixels per centimetre down the displayed film, for the scale bar; nil draws none.
    package var pixelsPerCM: Double?
    /// The film that is taken away from this one, for a difference picture.
    package var minus: StudyID?

    /// The whole film as its file asks, without anything over it.
    static func preview(_ film: FilmFacts, size: PixelSize, aspect: Double) -> Film {
      Film(
        study: film.study, window: Tone().recipe(on: film), inverted: false, viewport: Viewport(),
        overlay: nil, size: size, aspect: aspect)
    }
  }

  /// An explanation drawn over a film.
  package struct Overlay: Hashable, Sendable {
    package let method: ExplanationMethod
    package let label: String
    /// The pack whose map it is.
    package let pack: String
    package var style = OverlayStyle.blend
    package var contourPercent = 50
    /// In percent, where the map is strongest.
    package var opacityPercent = 60
  }
}
