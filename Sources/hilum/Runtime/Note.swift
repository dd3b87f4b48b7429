/// What background work tells the thread that owns the terminal.

import Terminal
import Workstation

enum Note: Sendable {
  case event(Event)
  case picture(PictureRecipe, EncodedImage, Quality)
  /// The film of this picture is no longer to be had.
  case noPicture(PictureRecipe)
}
