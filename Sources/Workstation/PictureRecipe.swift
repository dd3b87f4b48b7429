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
    package let overlay: Overlay?
    package let size: PixelSize
    /// How much wider than high one of its pixels is on the glass (`Surface.pixelAspect`).
    package let aspect: Double
  }

  /// An explanation drawn over a film.
  package struct Overlay: Hashable, Sendable {
    package let method: ExplanationMethod
    package let label: String
    /// The pack whose map it is.
    package let pack: String
  }
}
